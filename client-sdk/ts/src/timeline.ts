// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

export type Arrival =
  | 'deliver' // the next one: hand it on
  | 'duplicate' // had it: drop it
  | 'gap'; // something before it is not known: read again from the cursor

/** Where one followed conversation stands: the last seq that was handed on without gap. Pure. */
export class Timeline {
  #epoch = 0n;
  constructor(private seq = 0n) {}

  get epoch(): bigint {
    return this.#epoch;
  }
  get delivered(): bigint {
    return this.seq;
  }

  /** A live event. */
  arrive(epoch: bigint, seq: bigint): Arrival {
    if (this.#epoch === 0n) this.#epoch = epoch;
    if (epoch !== this.#epoch) return 'gap';
    if (seq <= this.seq) return 'duplicate';
    if (seq !== this.seq + 1n) return 'gap';
    this.seq = seq;
    return 'deliver';
  }

  /** A page that the server states to be without gap: what is absent in it is not this person's to see. */
  read(epoch: bigint, seq: bigint): Arrival {
    this.#epoch = epoch;
    if (seq <= this.seq) return 'duplicate';
    this.seq = seq;
    return 'deliver';
  }

  /** What lies above `from` is to be read anew, what lies at or below it cannot be read. */
  restate(epoch: bigint, from: bigint): void {
    this.#epoch = epoch;
    this.seq = from;
  }
}
