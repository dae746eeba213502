// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/**/*_test.ts'], testTimeout: 10_000, hookTimeout: 60_000 },
});
