// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import type { HelpNumber } from '@holdfast/client';
import { dialled } from './numbers';
import { say } from './words';

/** Numbers as buttons of the phone itself: they need neither this page's server nor a network of data. */
export function NumberList({ numbers, urgent }: { numbers: HelpNumber[]; urgent?: boolean }) {
  return (
    <ul class="numbers">
      {numbers.map((number) => (
        <li key={number.name + number.call}>
          <strong dir="auto">{number.name}</strong>
          <span class="number-ways">
            {number.call && (
              <a class={urgent ? 'danger' : 'secondary'} href={`tel:${dialled(number.call)}`}>
                {say('now.call', { number: number.call })}
              </a>
            )}
            {number.text && (
              <a class="secondary" href={`sms:${dialled(number.text)}`}>
                {say('now.text', { number: number.text })}
              </a>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
