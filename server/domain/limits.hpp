// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every bound with its reason. What an operator may change is in ops/config.hpp and starts from here.
namespace holdfast::limits {

using namespace std::chrono_literals;

// The wire.
inline constexpr std::size_t kFrame =
    64 * 1024;  // ARCHITECTURE: a frame fits a phone's patience and one TLS flush
inline constexpr std::size_t kHello = 4 * 1024;  // a token and versions; nothing else is read before sign-in
inline constexpr std::size_t kMessageText =
    8 * 1024;  // about 1,500 words; the detector's bound at p99 rests on it
inline constexpr std::size_t kHttpHead = 8 * 1024;
inline constexpr std::size_t kHttpBody = 256 * 1024;  // a duty pack or a lexicon fits
inline constexpr std::size_t kSubscribeItems = 64;    // one page of cursors
inline constexpr std::size_t kHistoryPage = 50;       // STORE.md: 90-110 µs a page of 50
inline constexpr std::size_t kHistoryPageMost = 200;
inline constexpr std::size_t kConversationsPage = 32;  // four reads each; a screen shows fewer
inline constexpr std::size_t kPageBytes = 48 * 1024;   // leaves room for the envelope inside kFrame
inline constexpr std::size_t kWatched = 64;            // presences one session watches
inline constexpr std::size_t kJsonDepth =
    16;  // our deepest message needs 6; a parser's stack must not be a client's
inline constexpr std::size_t kToken = 512;            // ours are 43 characters; room for another door's
inline constexpr std::size_t kClientName = 64;        // a label in the operator's counters
inline constexpr std::size_t kLanguageTag = 35;       // RFC 5646 §4.4.1: buffers of 35 hold every tag in use
inline constexpr std::size_t kWishes = 8;             // what one card shows
inline constexpr std::size_t kWish = 128;             // one line of it
inline constexpr std::size_t kGroupName = 120;        // one line of a list
inline constexpr std::size_t kConversationPage = 25;  // with the members of ordinary groups inside kFrame
inline constexpr std::size_t kConversationPageMost = 100;

// A session.
inline constexpr int kMessagesPerSecond = 20;
inline constexpr int kMessageBurst = 40;
inline constexpr std::size_t kInFlight = 32;  // requests one session may have unanswered; then Busy
inline constexpr int kRefusedScannedPerSecond =
    2;  // refused texts still looked at: 10 µs of a reactor a session
inline constexpr int kRefusedScannedBurst = 10;          // a panicked person's quick lines in a row
inline constexpr std::size_t kInFlightGrave = 8;         // beyond kInFlight, for texts that flag high
inline constexpr int kBadFramesInRow = 3;                // then the session is closed
inline constexpr std::size_t kUrgentBytes = 128 * 1024;  // replies and escalations; a stall here closes
inline constexpr std::size_t kBulkBytes =
    256 * 1024;  // conversation traffic; overflow marks the conversation lagging
inline constexpr auto kSignInDeadline = 15s;
inline constexpr auto kDrainSpread = 10s;  // P12: reconnect hints over a window, so that peers meet no wave
inline constexpr auto kDrainFinish =
    5s;  // what is in flight may still answer; a commit takes at most kInDoubt
inline constexpr auto kUnsentDeadline = 30s;  // 2G is real
inline constexpr auto kCloseDeadline = 5s;
inline constexpr auto kIdlePing = 25s;  // below the 30 s of common mobile NAT tables

// A socket.
inline constexpr std::size_t kSocketRoom =
    64 * 1024;  // appended but unsent: more than one turn of a busy room sends
inline constexpr std::size_t kSocketBytes = 256 * 1024;  // hard bound; beyond it the owner ignored has_room()
inline constexpr std::size_t kTlsChunk =
    64 * 1024;                        // plaintext sealed before the kernel took the last: 4 records
inline constexpr int kFlushHops = 4;  // SOCKETS: 16 gained little more and tripled p99
inline constexpr auto kFlushRest =
    2ms;  // between two writes to one socket in a busy room: 500 a second are more than a screen shows
inline constexpr std::size_t kPooledBytes =
    4U << 20U;  // of spare output buffers a reactor keeps: a turn that writes to thousands allocates nothing
inline constexpr std::size_t kHalfOpen =
    4096;  // sockets of a node not signed in yet; more wait in the backlog
inline constexpr std::size_t kHalfOpenAddress =
    64;  // of them from one address or /64: a household, a small carrier NAT
inline constexpr std::size_t kAcceptBurst =
    64;                                    // a reactor and tick of 50 ms: a TLS storm takes 40 % of a core
inline constexpr int kBacklog = 4096;      // the kernel clamps it to somaxconn
inline constexpr int kHttpRequests = 100;  // on one connection; a new one costs a client little
inline constexpr std::size_t kProxyHeader = 536;  // PROXY v2: 16 + 216 of addresses, the rest for extensions

// Deciding and committing.
inline constexpr int kConflictTries = 3;    // the third conflict is Busy, counted
inline constexpr std::size_t kBatch = 512;  // a group commit's items
inline constexpr auto kBatchWait = 2ms;
inline constexpr std::size_t kCommitQueue = 8192;  // waiting items; more is Busy: about 0.2 s of work
inline constexpr auto kInDoubt = 2s;               // a reply never waits longer for the store
inline constexpr std::size_t kContextTurns = 6;    // the guideline's window: about 5 turns …
inline constexpr auto kContextWindow = 3min;       // … or 3 minutes
inline constexpr std::size_t kTurnCacheConversations =
    4096;                                              // a reactor's; about 10 MB at 6 turns of 200 bytes
inline constexpr std::size_t kTurnCacheAuthors = 256;  // of one conversation; a larger group is read anew
inline constexpr std::size_t kStaffTold = 16;  // outside targets one step tells; fits a commit of 64 changes
inline constexpr auto kBusyRetry = 250ms;  // conflicts last as long as others' commits: a few milliseconds
inline constexpr auto kOverloadRetry =
    2s;  // a full queue takes about 0.2 s: ten times that spreads those told
inline constexpr std::size_t kPlacesTold = 50;  // people waiting who are told their new place after a take
inline constexpr std::size_t kEscalationsShown = 200;  // by urgency; fits a frame at 200 bytes each
inline constexpr std::size_t kWaitingShown = 100;      // nobody reads further down; fits a frame
inline constexpr std::size_t kSeekerConversations =
    64;                                            // looked through for one still open when a seeker asks
inline constexpr std::size_t kCommitChanges = 64;  // of one item: the largest story writes about a dozen

// The store.
inline constexpr std::size_t kReadQueue = 4096;     // waiting reads; more is Busy: about 0.3 s of work
inline constexpr std::size_t kKeysCached = 65'536;  // unwrapped data keys, about 20 MB
inline constexpr std::size_t kHeadsKept = 131'072;  // conversations in the writer's memory, about 25 MB
inline constexpr std::size_t kAuthorsKept =
    256;  // authors a conversation in the writer's memory: a large group
inline constexpr std::int64_t kAuthorLookBack =
    256;  // messages looked through for an author's last; older: no context
inline constexpr std::int64_t kTurnsLookBack = 64;  // messages looked through for kContextTurns texts
inline constexpr std::size_t kWalBytes =
    64U << 20U;  // a checkpoint each: 85 ms of stall, but half the writes of 4 MB
inline constexpr std::size_t kWalLullBytes = 4U << 20U;  // worth a checkpoint when nobody waits
inline constexpr std::size_t kWalMost = 256U << 20U;  // here readers are cut off so that the log starts anew
inline constexpr std::int64_t kLogKept = 100'000;  // commit_log rows: a node that missed more reads the store
inline constexpr auto kLogAge = 10min;             // and none older: a node silent for so long begins anew
inline constexpr int kBackupPages = 256;           // 1 MB a step between two batches: about a millisecond
inline constexpr auto kBackupLife = 30 * 24h;      // as the receipt of an erasure says

// The hub, a topic on one reactor.
inline constexpr std::size_t kOpeningEvents =
    256;  // passed while someone reads their page; more: they read on
inline constexpr std::size_t kGapWindow =
    64;  // events held behind a missing one; more: all its listeners page
inline constexpr std::size_t kSubscriptions =
    512;  // of one session: a supervisor's evening, about 100 KiB of tables

// People.
inline constexpr auto kPresenceLease = 30s;
inline constexpr auto kAgeStep = 15min;    // two steps: two 50 min chats at once free a place each 25 min
inline constexpr auto kAttending = 2min;   // after taking, answering or typing (P8)
inline constexpr auto kPresenceTick = 1s;  // how late a lease may be seen to end
inline constexpr auto kAnonymousLife = 72h;
inline constexpr auto kExpiryAgain = 1h;   // under an open escalation: looked at again
inline constexpr auto kClockShown = 2min;  // a client's clock further off than this is shown beside ours

// Policy and duty pack.
inline constexpr std::size_t kPolicyRows = 128;  // levels x kinds x holders is 64; a table stays readable
inline constexpr std::size_t kRungs = 16;        // a chain that nobody can draw is not practised
inline constexpr auto kPolicyWait = 24h;         // a longer wait is a typing error
inline constexpr std::uint32_t kYoungestAge =
    13;  // COPPA and the lowest age of GDPR Art. 8: below, a parent consents
inline constexpr std::uint32_t kOldestMinimumAge = 99;  // beyond it nobody could write: a typing error
inline constexpr std::uint32_t kRetentionHoursMost =
    24 * 366 * 10;  // ten years, the usual longest duty to keep records

// Identity.
inline constexpr std::size_t kPasswordsWaiting =
    64;  // of two threads at 0.1-0.2 s each: about 5 s, a person's patience

// Notifying.
inline constexpr int kNotifyTries = 8;  // then the step counts as failed; the chain has gone on meanwhile
inline constexpr auto kNotifyDeadline = 5s;
inline constexpr auto kNotifyBackoff = 5s;  // doubles a try, up to kNotifyBackoffMost
inline constexpr auto kNotifyBackoffMost = 5min;
inline constexpr std::size_t kNotifyQueue =
    256;  // waiting sends; more answers Unavailable and is tried again
inline constexpr std::size_t kNotifyParallel =
    16;                                 // sends at once: one dead receiver cannot hold up the others
inline constexpr auto kFollowUp = 24h;  // PRODUCT V4: asked after within 24-72 h
inline constexpr auto kHeartbeat = 60s;
inline constexpr auto kNotifyStuck = 15s;  // three deadlines without a turn of the notifier: it is stuck

// The clock.
inline constexpr std::size_t kTasksAtOnce =
    16;                                  // handlers running beside each other; others are claimed later
inline constexpr auto kTaskClaim = 20s;  // longer than any handler: a notification's deadline and commits
inline constexpr auto kTaskLook = 1s;    // the runner looks at least this often (P6: wait + 2 s)
inline constexpr auto kTaskAgain = 1s;   // after a handler could not reach the store
inline constexpr auto kClockSlew = 5ms;  // a second: a stepped wall clock is approached at 0.5 %

// Signing in.
inline constexpr auto kStaffSession = 12h;  // a shift and its hand-over
inline constexpr auto kInvitation = 7 * 24h;
inline constexpr std::size_t kLoginLeast = 3, kLoginMost = 64;
inline constexpr std::size_t kPasswordLeast = 10,
                             kPasswordMost = 256;  // NIST SP 800-63B: at least 8; length over rules
inline constexpr std::size_t kNameMost = 80;       // display and group names

}  // namespace holdfast::limits
