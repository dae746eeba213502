// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { accounts, enter, line, signedOut } from './session';
import { say } from './words';

interface FieldProps {
  label: string;
  value: { value: string };
  type?: 'text' | 'password';
  autocomplete: 'username' | 'current-password' | 'new-password' | 'one-time-code';
}

function Field({ label, value, type = 'text', autocomplete }: FieldProps) {
  return (
    <label>
      {label}
      <input
        type={type}
        required
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        inputMode={autocomplete === 'one-time-code' ? 'numeric' : 'text'}
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </label>
  );
}

const digits = (code: string) => code.replace(/\s/g, '');

export function SignIn() {
  const [login, password, code, wrong, busy] = [useSignal(''), useSignal(''), useSignal(''), useSignal(''), useSignal(false)];
  const go = async (event: SubmitEvent) => {
    event.preventDefault();
    busy.value = true;
    const signed = await accounts.signIn(line, login.value, password.value, digits(code.value));
    busy.value = false;
    if (signed.ok) return enter(signed.value);
    const waits = signed.error.retryAfterMs > 0;
    const wait = `${Math.ceil(signed.error.retryAfterMs / 1000)} s`;
    wrong.value = waits ? say('error.busy', { wait }) : say('staff.wrong');
  };
  return (
    <form class="door" onSubmit={(event) => void go(event)}>
      <h1>{say('staff.sign_in')}</h1>
      {signedOut.value && <p role="status">{say('staff.signed_out')}</p>}
      <Field label={say('staff.login')} value={login} autocomplete="username" />
      <Field label={say('staff.password')} value={password} type="password" autocomplete="current-password" />
      <Field label={say('staff.code')} value={code} autocomplete="one-time-code" />
      {wrong.value && (
        <p class="trouble" role="alert">
          {wrong.value}
        </p>
      )}
      <button type="submit" class="primary big" disabled={busy.value}>
        {say('staff.sign_in')}
      </button>
    </form>
  );
}

/** The invitation stands behind the # of its link, so that no log on the way has it. */
export function Invitation({ token }: { token: string }) {
  const address = useSignal('');
  const [login, password, code, wrong] = [useSignal(''), useSignal(''), useSignal(''), useSignal('')];
  useEffect(() => {
    void accounts.openInvitation(token).then((opened) => {
      if (opened.ok) address.value = opened.value.address;
      else wrong.value = say('staff.invitation_gone');
    });
  }, [token]);
  const go = async (event: SubmitEvent) => {
    event.preventDefault();
    const joined = await accounts.acceptInvitation(token, login.value, password.value, digits(code.value));
    if (!joined.ok) return void (wrong.value = say('staff.not_taken'));
    history.replaceState(null, '', location.pathname + location.search);
    enter(joined.value);
  };
  const key = address.value ? (new URL(address.value).searchParams.get('secret') ?? '') : '';
  return (
    <form class="door" onSubmit={(event) => void go(event)}>
      <h1>{say('staff.invited')}</h1>
      {key && (
        <>
          <p>{say('staff.invited_lead')}</p>
          <p>
            <strong>{say('staff.key')}</strong>
            <code class="setup-key">{key.match(/.{1,4}/g)?.join(' ')}</code>
          </p>
          <a class="secondary" href={address.value}>
            {say('staff.open_app')}
          </a>
          <Field label={say('staff.code')} value={code} autocomplete="one-time-code" />
          <Field label={say('staff.choose_login')} value={login} autocomplete="username" />
          <Field label={say('staff.choose_password')} value={password} type="password" autocomplete="new-password" />
        </>
      )}
      {wrong.value && (
        <p class="trouble" role="alert">
          {wrong.value}
        </p>
      )}
      {key && (
        <button type="submit" class="primary big">
          {say('staff.join')}
        </button>
      )}
    </form>
  );
}
