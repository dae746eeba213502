// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface SheetProps {
  title: string;
  close: string;
  /** Beside the close button: what has to be within reach on every screen. */
  always?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

/** A page over the page: the browser keeps the focus inside and Esc closes it. */
export function Sheet({ title, close, always, onClose, children }: SheetProps) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus(); // the browser forgets it when the dialog is taken away
    };
  }, []);
  return (
    <dialog ref={box} class="sheet" aria-labelledby="sheet-title" onClose={onClose}>
      <header>
        <h2 id="sheet-title">{title}</h2>
        <span class="sheet-ways">
          <button type="button" class="quiet" onClick={onClose}>
            {close}
          </button>
          {always}
        </span>
      </header>
      <div class="sheet-body">{children}</div>
    </dialog>
  );
}
