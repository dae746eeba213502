/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The Holdfast authors */
/* What the preloaded library counts, in the order of the shared file's 64-bit numbers. */
#ifndef HOLDFAST_COUNTED_H
#define HOLDFAST_COUNTED_H

enum holdfast_counted {
  COUNTED_ALLOCATIONS,
  COUNTED_LOCKS,
  COUNTED_SYNCS,
  COUNTED_FILE_WRITES,
  COUNTED_FILE_READS,
  COUNTED_SENDS,
  COUNTED_RECEIVES,
  COUNTED_POLLS,
  HOLDFAST_COUNTED_KINDS
};

#define HOLDFAST_COUNTED_NAMES \
  "allocations", "locks", "syncs", "file_writes", "file_reads", "sends", "receives", "polls"

#endif
