// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Near enough to the end to be kept there, pixels. */
const NEAR = 80;

/** Keeps a list at its newest while the person is there, and leaves them alone while they read further up. */
export function useNewest(what: unknown): { box: RefObject<HTMLDivElement>; away: Signal<boolean>; toNewest: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const away = useSignal(false);
  const toNewest = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (!away.peek()) toNewest();
  }, [what]);
  useEffect(() => {
    const list = box.current;
    if (!list) return;
    const moved = () => {
      away.value = list.scrollHeight - list.scrollTop - list.clientHeight > NEAR;
    };
    const resized = new ResizeObserver(() => away.peek() || toNewest());
    list.addEventListener('scroll', moved, { passive: true });
    resized.observe(list);
    return () => {
      list.removeEventListener('scroll', moved);
      resized.disconnect();
    };
  }, []);
  return { box, away, toNewest };
}
