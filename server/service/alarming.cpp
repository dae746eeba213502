// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/alarming.hpp"

#include <string>
#include <utility>

#include "domain/limits.hpp"

#include "io/reactor.hpp"
#include "service/known_lines.hpp"

namespace holdfast::service {

namespace {

std::string hex(const ClientMessageId& id) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : id.bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

io::Task<void> call_undurably(Context& ctx, notify::Notification notification) {
  auto sent = co_await ctx.notifier.send(std::move(notification));
  ctx.observer.count(sent ? Signal::NotificationSent : Signal::NotificationFailed);
}

bool outage(Code code) {
  return code == Code::Unavailable || code == Code::Busy || code == Code::Internal ||
         code == Code::DeadlineExceeded;
}

}  // namespace

Error fail(Context& ctx, const Actor& actor, const domain::Send& send, domain::Level level, Error error) {
  if (!outage(error.code)) return error;
  ctx.observer.count(Signal::CommitFailed);
  if (level < domain::Level::High) return error;
  ctx.observer.count(Signal::UndurableAlarm);
  const domain::AlarmEvent alarm{send.conversation, actor.person, send.client_id, level};
  ctx.bus.publish_passing({domain::staff_topic(actor.organisation), alarm});
  const auto line = ctx.known->of(actor.organisation);
  io::Reactor* const here = io::Reactor::current();
  if (!line || here == nullptr) return error;
  std::size_t told = 0;
  for (const auto& target : line->targets) {
    if (target.audience != domain::Audience::BackupSupervisor || ++told > limits::kStaffTold) continue;
    notify::Notification out{"alarm/" + hex(send.client_id) + "/" + std::to_string(told),
                             target.url,
                             level,
                             line->name,
                             ctx.public_url,
                             ctx.clock.wall()};
    io::spawn(*here, call_undurably(ctx, std::move(out)));
  }
  return error;
}

}  // namespace holdfast::service
