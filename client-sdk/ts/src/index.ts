// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

export * from './account.js';
export { Backoff, type BackoffBounds } from './backoff.js';
export * from './client.js';
export type { Answer, Request } from './connection.js';
export * from './keep.js';
export { bytesOf, freshMessageId, messageIdOf, type MessageId } from './message_id.js';
export type { SocketLike, SocketMaker } from './socket.js';
export { pageSurroundings, type Surroundings } from './surroundings.js';
export type { UnsentItem } from './unsent.js';
export * from './wire/holdfast/v1/conversation_pb.js';
export * from './wire/holdfast/v1/envelope_pb.js';
export { ErrorCode, type Error as Refusal } from './wire/holdfast/v1/error_pb.js';
export * from './wire/holdfast/v1/escalation_pb.js';
export * from './wire/holdfast/v1/presence_pb.js';
export * from './wire/holdfast/v1/risk_pb.js';
export * from './wire/holdfast/v1/session_pb.js';
export * from './wire/holdfast/v1/support_pb.js';
