// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** Why not. Decide by `name`: the error codes of proto/README.md. */
export interface Refused {
  name: string;
  /** For whoever writes the client. */
  sentence: string;
  /** 0: a retry cannot help. */
  retryAfterMs: number;
}

/** What happens before a socket, over HTTP: arriving, coming back, signing in. Every call answers within 15 s. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Refused };

export interface HelpNumber {
  name: string;
  call: string;
  text: string;
  country: string;
  emergency: boolean;
  child_line: boolean;
}

/** What a person must have seen before typing. */
export interface Arrival {
  name: string;
  line: 'open' | 'low_risk_only' | 'closed';
  demo: boolean;
  notice_version: number;
  language: string;
  minimum_age: number;
  notice: {
    who_answers: string;
    who_reads: string;
    when_confidence_ends: string;
    what_is_kept: string;
    youngest_age: string;
  };
  numbers: HelpNumber[];
}

export interface SeekerAccount {
  person_id: string;
  token: string;
  /** Six words that bring the conversation back; shown once. */
  recovery_phrase: string;
  expires_us: number;
}

export interface StaffAccount {
  person_id: string;
  roles: ('supporter' | 'supervisor' | 'administrator')[];
  token: string;
  expires_us: number;
}

const DEADLINE = 15_000;

export class Accounts {
  /** `url`: `http(s)://host[:port]`. */
  constructor(
    private readonly url: string,
    private readonly fetching: typeof fetch = (...all) => fetch(...all),
  ) {}

  seeArrival(organisation: string, language: string): Promise<Result<Arrival>> {
    const path = `organisations/${encodeURIComponent(organisation)}/arrival?lang=${encodeURIComponent(language)}`;
    return this.#ask(path);
  }

  /** `notice_shown`: the version of the notice that was on the screen. */
  arrive(organisation: string, notice_shown: number): Promise<Result<SeekerAccount>> {
    return this.#ask('arrivals', { organisation, notice_shown });
  }

  /** The phrase is used up; the account carries a new one. */
  recover(organisation: string, recovery_phrase: string): Promise<Result<SeekerAccount>> {
    return this.#ask('recoveries', { organisation, recovery_phrase });
  }

  signIn(organisation: string, login: string, password: string, totp: string): Promise<Result<StaffAccount>> {
    return this.#ask('sign-ins', { organisation, login, password, totp });
  }

  /** The otpauth:// address of the second factor to enrol before accepting. */
  openInvitation(token: string): Promise<Result<{ address: string }>> {
    return this.#ask('invitations/open', { token });
  }

  acceptInvitation(token: string, login: string, password: string, totp: string): Promise<Result<StaffAccount>> {
    return this.#ask('invitations/accept', { token, login, password, totp });
  }

  /** Goes out even while the page is being left. */
  signOut(token: string): Promise<Result<unknown>> {
    return this.#ask('sign-outs', {}, { Authorization: `Bearer ${token}` });
  }

  async #ask<T>(path: string, body?: object, more: Record<string, string> = {}): Promise<Result<T>> {
    const headers = body ? { 'Content-Type': 'application/json', ...more } : more;
    const call: RequestInit = { method: body ? 'POST' : 'GET', headers, keepalive: path === 'sign-outs' };
    if (body) call.body = JSON.stringify(body);
    try {
      const signal = AbortSignal.timeout?.(DEADLINE);
      const answer = await this.fetching(`${this.url}/api/v1/${path}`, signal ? { ...call, signal } : call);
      const text = await answer.text();
      const said: unknown = text ? JSON.parse(text) : {};
      return answer.ok ? { ok: true, value: said as T } : { ok: false, error: refusalIn(said) };
    } catch {
      return { ok: false, error: { name: 'unavailable', sentence: 'the server was not reached', retryAfterMs: 1_000 } };
    }
  }
}

/** A refusal as the server writes it over HTTP. */
function refusalIn(said: unknown): Refused {
  const { code = 'internal', error = '', retry_after_ms = 0 } = said as { code?: string; error?: string; retry_after_ms?: number };
  return { name: code, sentence: error, retryAfterMs: retry_after_ms };
}
