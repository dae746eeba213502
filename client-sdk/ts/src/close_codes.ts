// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** Close codes 4500 to 4999 say "do not come back by yourself" (proto/README.md, Close codes). */
export function comesBack(code: number): boolean {
  return code < 4500 || code > 4999;
}
