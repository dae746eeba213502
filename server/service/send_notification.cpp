// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/escalating.hpp"

namespace holdfast::service {

namespace {

/// Where it goes now: the pack may have been signed anew since.
std::optional<std::string> address_of(const Line& line, const Call& call) {
  std::uint32_t ordinal = 0;
  for (const auto& target : line.pack.targets) {
    if (target.audience == call.audience && ordinal++ == call.ordinal) return target.url;
  }
  return std::nullopt;
}

Duration backoff(std::uint32_t attempts) {
  const auto wait = limits::kNotifyBackoff * (1LL << std::min(attempts, 6U));
  return std::min<Duration>(wait, limits::kNotifyBackoffMost);
}

Story<domain::Done> finish(Context& ctx, domain::Task task, Signal signal) {
  ctx.observer.count(signal);
  store::Commit commit;
  commit.changes.emplace_back(store::FinishTask{task.id, task.version});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

/// The claim is given back with a later time; the chain goes on meanwhile by its own rows.
Story<domain::Done> later(Context& ctx, domain::Task task) {
  task.due = ctx.clock.wall() + backoff(task.attempts);
  ++task.attempts;
  task.claimed_by = {};
  task.claimed_until = {};
  store::Commit commit;
  put(commit, std::move(task));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

}  // namespace

/// At least once under one key: a crash between sending and finishing repeats it.
Story<domain::Done> send_notification(Context& ctx, domain::Task task) {
  const auto call = call_of(task.payload);
  if (!call) {
    auto ended = co_await finish(ctx, std::move(task), Signal::NotificationFailed);
    co_return ended;
  }
  auto line = co_await line_of(ctx, task.organisation);
  if (!line) co_return line.error();
  auto url = address_of(*line, *call);
  if (!url) {
    auto ended = co_await finish(ctx, std::move(task), Signal::NotificationFailed);
    co_return ended;
  }
  notify::Notification out{key_of(EscalationId{task.subject}, *call),
                           std::move(*url),
                           call->level,
                           line->organisation.name,
                           ctx.public_url,
                           ctx.clock.wall()};
  auto sent = co_await ctx.notifier.send(std::move(out));
  const bool gives_up = !sent && (sent.error().code == Code::Invalid ||
                                  task.attempts + 1 >= static_cast<std::uint32_t>(limits::kNotifyTries));
  if (!sent && !gives_up) {
    auto retried = co_await later(ctx, std::move(task));
    co_return retried;
  }
  auto done =
      co_await finish(ctx, std::move(task), sent ? Signal::NotificationSent : Signal::NotificationFailed);
  co_return done;
}

}  // namespace holdfast::service
