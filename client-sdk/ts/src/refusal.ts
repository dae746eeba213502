// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { create } from '@bufbuild/protobuf';
import { ErrorCode, ErrorSchema, type Error as Refusal } from './wire/holdfast/v1/error_pb.js';

/** A refusal that this client makes itself. */
export function refusal(code: ErrorCode, retryAfterMs = 0): Refusal {
  const name = (ErrorCode[code] ?? 'INTERNAL').toLowerCase();
  return create(ErrorSchema, { code, name, retryAfterMs: BigInt(retryAfterMs) });
}
