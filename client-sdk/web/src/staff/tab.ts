// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';

/** The screen that is shown. */
export const tab = signal<'conversations' | 'board'>('conversations');
