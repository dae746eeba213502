// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

// The part of the page that comes while the notice is read.
export { Readers, endingOf } from './during';
export { askForHelp, enter, finish, hangUp, live } from './session';
export { TalkScreen } from './talk';
