// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// The line that `/` opens on when the address names none, and where a fast leave goes; an operator sets both at build.
const line = process.env.HOLDFAST_SITE_LINE ?? '';
const exit = process.env.HOLDFAST_SITE_EXIT ?? 'https://www.wikipedia.org/';

export default defineConfig({
  base: '/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the server's policy loads nothing from data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: { input: { seeker: resolve('index.html'), staff: resolve('staff/index.html') } },
  },
  plugins: [
    {
      name: 'site-settings',
      transformIndexHtml: (html) => html.replaceAll('%LINE%', escape(line)).replaceAll('%EXIT%', escape(exit)),
    },
  ],
});

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
