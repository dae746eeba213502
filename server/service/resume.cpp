// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/reading.hpp"

namespace holdfast::service {

namespace {

domain::SubscribedTo refused(domain::SubscribedTo item, Error error) {
  item.refused = error;
  return item;
}

domain::Work work_of(const domain::Conversation& conversation) {
  const bool group = conversation.kind == domain::ConversationKind::Group;
  return group ? domain::Work::NewListener : domain::Work::NewPerson;
}

}  // namespace

io::Task<domain::SubscribedTo> resume(Context& ctx, Actor actor, domain::Cursor cursor) {
  domain::SubscribedTo item;
  item.conversation = cursor.conversation;
  item.epoch = ctx.store.epoch();
  auto reading = co_await may_read(ctx, actor, cursor.conversation);
  if (!reading) co_return refused(std::move(item), reading.error());

  const auto room = domain::admit(work_of(reading->place.conversation), ctx.store.load());
  if (!room && !actor.roles.staff()) co_return refused(std::move(item), room.error());

  const Seq before_visible{reading->visible_from.get() - 1};
  const bool other_epoch = cursor.epoch && cursor.epoch != item.epoch;
  item.from = item.to = other_epoch ? before_visible : std::max(cursor.seq, before_visible);
  store::HistoryQuery query;
  query.conversation = cursor.conversation;
  query.visible_from = reading->visible_from;
  query.after = item.from;
  query.limit = limits::kHistoryPage;
  query.bytes = limits::kPageBytes;
  auto page = co_await ctx.store.history(std::move(query));
  if (!page) co_return refused(std::move(item), page.error());

  item.head = page->head;
  // The range to read again: (from, head] of the epoch stated.
  if (other_epoch) co_return refused(std::move(item), refuse(Code::EpochChanged));
  if (cursor.seq > page->head) {
    item.from = item.to = item.head;  // what there is ends here: the client goes on from it
    co_return refused(std::move(item), refuse(Code::CursorAhead));
  }
  item.messages = std::move(page->messages);
  item.to = page->more && !item.messages.empty() ? item.messages.back()->seq : std::max(item.from, item.head);
  co_return item;
}

}  // namespace holdfast::service
