// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { computed, signal } from '@preact/signals';
import {
  Accounts,
  ConvRole,
  ConversationKind,
  ConversationState,
  EndReason,
  LineState,
  OrgRole,
  type Alarm,
  type ConversationView,
  type Escalation,
  type Event,
  type HelpRequest,
  type Message,
  type Outcome,
  type Refusal,
  type Request,
  type StaffAccount,
  type Verdict,
} from '@holdfast/client';
import { Live } from '../ui/live';
import { withCopy, type Step } from './escalations';

const setting = document.querySelector<HTMLMetaElement>('meta[name="holdfast-line"]')?.content ?? '';
export const line = new URLSearchParams(location.search).get('line') ?? setting;
export const accounts = new Accounts(location.origin);

export const live = signal<Live | undefined>(undefined);
export const refusal = signal<Refusal | undefined>(undefined);
export const signedOut = signal(false);
export const roles = signal<readonly OrgRole[]>([]);
export const supervisor = computed(() => roles.value.includes(OrgRole.SUPERVISOR));
export const answers = computed(() => supervisor.value || roles.value.includes(OrgRole.SUPPORTER));
/** Said by the person, and said again after a reload or a cut: the server's lease may have ended meanwhile. */
export const onCall = signal(sessionStorage.getItem('on_call') !== null);
export const lineState = signal(LineState.UNSPECIFIED);

export const waiting = signal<readonly HelpRequest[]>([]);
export const escalations = signal<ReadonlyMap<bigint, Escalation>>(new Map());
export const alarms = signal<readonly Alarm[]>([]);
/** Conversations side by side, in the order they were taken. */
export const talks = signal<readonly ConversationView[]>([]);
export const leadAsked = signal<ReadonlySet<bigint>>(new Set());
/** The conversation that a supervisor reads along. */
export const reading = signal<ConversationView | undefined>(undefined);
/** The line's emergency numbers, "911 / 999". */
export const emergency = signal('');
/** Verdicts by the conversation and seq that they are on: `4:17`. */
export const verdicts = signal<ReadonlyMap<string, Verdict>>(new Map());

export const unread = computed(() => talks.value.reduce((sum, { conversation }) => sum + unreadIn(conversation?.id ?? 0n), 0));

const KEY = 'staff';

export function unreadIn(id: bigint): number {
  const room = live.value?.rooms.value.get(id);
  const seen = room?.readSeq.value ?? 0n;
  return (
    room?.messages.value.filter(
      ({ seq, authorId, content }) => seq > seen && authorId !== live.value?.me && content?.kind.case === 'text',
    ).length ?? 0
  );
}

export function enter(account: StaffAccount): void {
  sessionStorage.setItem(KEY, JSON.stringify({ line, token: account.token }));
  connect(account.token);
}

export function resume(): void {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { line: string; token: string } | null;
  if (kept?.line === line) connect(kept.token);
}

function connect(token: string): void {
  signedOut.value = false;
  live.value = new Live(token, 'holdfast-staff/0.1', { ready, ended, event, message });
}

export async function ask(body: Request) {
  const answer = await live.value?.request(body);
  refusal.value = answer?.case === 'error' ? answer.value : undefined;
  return answer;
}

const LINES = { open: LineState.OPEN, low_risk_only: LineState.LOW_RISK_ONLY, closed: LineState.CLOSED };

/** What a seeker would be told now. The line's true state follows who is on call, so it is asked for after a change. */
async function seeLine(): Promise<void> {
  const seen = await accounts.seeArrival(line, 'en');
  if (!seen.ok) return;
  emergency.value = seen.value.numbers.filter((number) => number.emergency).map(({ call }) => call).join(' / ');
  lineState.value = LINES[seen.value.line];
}

async function ready(now: Live): Promise<void> {
  roles.value = now.client.welcome?.roles ?? [];
  lineState.value = now.client.welcome?.line ?? LineState.UNSPECIFIED;
  if (!answers.value) return;
  if (onCall.value) void setOnCall(true);
  await Promise.all([seeWaiting(), seeEscalations(), seeTalks(), seeLine()]);
}

export async function setOnCall(wanted: boolean): Promise<void> {
  const answer = await ask({ case: 'setOnCall', value: { onCall: wanted } });
  if (answer?.case === 'done') {
    onCall.value = wanted;
    if (wanted) sessionStorage.setItem('on_call', '');
    else sessionStorage.removeItem('on_call');
  }
  await seeLine();
}

async function seeWaiting(): Promise<void> {
  const answer = await live.value?.request({ case: 'listWaiting', value: {} });
  if (answer?.case !== 'waiting') return;
  waiting.value = answer.value.requests;
  followBoard(answer.value.board?.seq);
}

async function seeEscalations(): Promise<void> {
  if (!supervisor.value) return;
  const answer = await live.value?.request({ case: 'listEscalations', value: {} });
  if (answer?.case !== 'escalations') return;
  for (const one of answer.value.escalations) escalations.value = withCopy(escalations.value, one);
  followBoard(answer.value.board?.seq);
}

function followBoard(seq = 0n): void {
  const board = live.value?.client.welcome?.boardId ?? 0n;
  if (board !== 0n) live.value?.follow(board, seq);
}

/** Those this person answers in, and those just ended that are still side by side. */
async function seeTalks(): Promise<void> {
  const all = (await live.value?.conversations()) ?? [];
  const shown = new Set(talks.value.map(({ conversation }) => conversation?.id));
  const mine = all.filter(({ conversation, mine: part }) => {
    const held = conversation?.state === ConversationState.HELD && (part === ConvRole.OWNER || part === ConvRole.PARTICIPANT);
    return conversation?.kind === ConversationKind.SUPPORT && (held || shown.has(conversation.id));
  });
  for (const view of mine) follow(view);
  for (const view of all) live.value?.rooms.peek().get(view.conversation?.id ?? 0n)?.shown(view);
  const order = (view: ConversationView) => [...shown].indexOf(view.conversation?.id);
  talks.value = mine.sort((a, b) => (order(a) + 1 || 99) - (order(b) + 1 || 99));
  void live.value?.watch(mine.map(({ conversation }) => conversation?.seekerId ?? 0n).slice(0, 64));
}

function follow(view: ConversationView): void {
  const { id = 0n, staffSideId = 0n } = view.conversation ?? {};
  const room = live.value?.follow(id);
  room?.leavesReceipts(view.mine !== ConvRole.OBSERVER);
  room?.shown(view);
  if (staffSideId !== 0n) live.value?.follow(staffSideId);
}

export async function take(request: HelpRequest): Promise<void> {
  const answer = await ask({ case: 'takeRequest', value: { requestId: request.id } });
  if (answer?.case === 'conversation') {
    follow(answer.value);
    talks.value = [...talks.value, answer.value];
  }
  await Promise.all([seeWaiting(), seeTalks()]);
}

export async function end(id: bigint): Promise<void> {
  await ask({ case: 'endConversation', value: { conversationId: id, reason: EndReason.FINISHED } });
  await seeTalks();
}

export function putAway(id: bigint): void {
  talks.value = talks.value.filter(({ conversation }) => conversation?.id !== id);
}

export async function askLead(id: bigint): Promise<void> {
  const answer = await ask({ case: 'askLead', value: { conversationId: id } });
  if (answer?.case !== 'escalation') return;
  leadAsked.value = new Set(leadAsked.value).add(id);
  if (answer.value.escalation) escalations.value = withCopy(escalations.value, answer.value.escalation);
}

export async function work(step: Exclude<Step, 'close'>, escalationId: bigint): Promise<void> {
  worked(await ask({ case: step, value: { escalationId } }));
}

export async function close(escalationId: bigint, outcome: Outcome): Promise<void> {
  worked(await ask({ case: 'closeEscalation', value: { escalationId, outcome } }));
}

function worked(answer: Awaited<ReturnType<typeof ask>>): void {
  if (answer?.case !== 'escalation' || !answer.value.escalation) return;
  escalations.value = withCopy(escalations.value, answer.value.escalation);
}

/** In the audit before the first byte comes; it leaves no receipt for the seeker to see. */
export async function readAlong(conversationId: bigint): Promise<void> {
  const answer = await ask({ case: 'observe', value: { conversationId } });
  if (answer?.case !== 'conversation') return;
  reading.value = answer.value;
  follow(answer.value);
  await seeTalks(); // who is on the staff side
}

/** A lead who joins says so: the seeker is told who they are and that the supporter stays. */
export async function join(conversationId: bigint): Promise<void> {
  const value = { conversationId, personId: live.value?.me ?? 0n, role: ConvRole.PARTICIPANT };
  const answer = await ask({ case: 'addMember', value });
  if (answer?.case !== 'done') return;
  reading.value = undefined;
  await seeTalks();
}

export async function stepOut(conversationId: bigint): Promise<void> {
  await ask({ case: 'removeMember', value: { conversationId, personId: live.value?.me ?? 0n } });
  putAway(conversationId);
}

export async function setLine(wanted: LineState): Promise<void> {
  const answer = await ask({ case: 'setLine', value: { line: wanted } });
  if (answer?.case === 'done') await seeLine();
}

/** Notes of the board and of staff sides; words go to their rooms by themselves. */
function message({ content, about, conversationId }: Message): void {
  const kind = content?.kind;
  if (kind?.case === 'request') void seeWaiting();
  if (kind?.case === 'line') lineState.value = kind.value.line;
  if (kind?.case === 'escalation' && kind.value.escalation) {
    escalations.value = withCopy(escalations.value, kind.value.escalation);
  }
  if (kind?.case === 'flag' && kind.value.verdict && about) {
    verdicts.value = new Map(verdicts.value).set(`${about.conversationId}:${about.seq}`, kind.value.verdict);
  }
  const known = talks.value.some(
    ({ conversation }) => conversationId === conversation?.id || conversationId === conversation?.staffSideId,
  );
  if (known && (kind?.case === 'state' || kind?.case === 'member')) void seeTalks();
}

function event({ body }: Event): void {
  if (body.case === 'line') lineState.value = body.value.line;
  if (body.case === 'alarm') alarms.value = [...alarms.value, body.value];
}

function ended(): void {
  sessionStorage.clear();
  onCall.value = false;
  signedOut.value = true;
  live.value = undefined;
}

export async function signOut(): Promise<void> {
  await live.value?.request({ case: 'signOut', value: {} });
}
