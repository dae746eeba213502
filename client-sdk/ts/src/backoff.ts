// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

export interface BackoffBounds {
  /** The first ceiling, milliseconds. 500 if not said. */
  first: number;
  /** No wait is longer, milliseconds. 20,000 if not said. */
  most: number;
}

/**
 * How long to wait before the next attempt: full jitter, so that a thousand clients of a dead node spread out.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export class Backoff {
  #attempts = 0;
  constructor(
    private readonly bounds: BackoffBounds = { first: 500, most: 20_000 },
    private readonly random: () => number = Math.random,
  ) {}

  /** Uniform in [0, min(most, first·2^attempt)], attempts counted from the last success. Milliseconds. */
  next(): number {
    const ceiling = Math.min(this.bounds.most, this.bounds.first * 2 ** Math.min(this.#attempts, 16));
    this.#attempts += 1;
    return Math.floor(this.random() * (ceiling + 1));
  }

  /** A connection that signed in: start over. */
  succeeded(): void {
    this.#attempts = 0;
  }
}
