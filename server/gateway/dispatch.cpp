// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/dispatch.hpp"

#include <utility>
#include <variant>

#include "service/stories.hpp"

namespace holdfast::gateway {

namespace {

using service::Actor;
using service::Context;
using Answer = io::Task<Result<domain::ReplyBody>>;

template <class T>
Answer as_reply(service::Story<T> story) {
  auto result = co_await std::move(story);
  if (!result) co_return result.error();
  co_return domain::ReplyBody{std::move(*result)};
}

Answer not_here() {
  co_return refuse(Code::Unsupported);
}

/// The table. Each entry starts its story and awaits nothing, so it needs no coroutine of its own.
struct Table {
  Context& ctx;
  const Actor& who;

  Answer operator()(domain::Hello&) const { return not_here(); }
  Answer operator()(domain::Subscribe&) const { return not_here(); }
  Answer operator()(domain::Unsubscribe&) const { return not_here(); }
  Answer operator()(domain::Ping&) const { return not_here(); }

  Answer operator()(domain::Send& r) const { return as_reply(service::post_message(ctx, who, std::move(r))); }
  Answer operator()(domain::History& r) const { return as_reply(service::read_history(ctx, who, r)); }
  Answer operator()(domain::MoveCursor& r) const { return as_reply(service::move_cursor(ctx, who, r)); }
  Answer operator()(domain::SetTyping& r) const { return as_reply(service::set_typing(ctx, who, r)); }
  Answer operator()(domain::WatchPresence& r) const {
    return as_reply(service::watch_presence(ctx, who, std::move(r)));
  }
  Answer operator()(domain::SetOnCall& r) const { return as_reply(service::set_on_call(ctx, who, r)); }
  Answer operator()(domain::ListConversations& r) const {
    return as_reply(service::list_conversations(ctx, who, r));
  }

  Answer operator()(domain::AskForHelp& r) const {
    return as_reply(service::ask_for_help(ctx, who, std::move(r)));
  }
  Answer operator()(domain::RequestStatus&) const { return as_reply(service::request_status(ctx, who)); }
  Answer operator()(domain::CancelRequest&) const { return as_reply(service::cancel_request(ctx, who)); }
  Answer operator()(domain::ListWaiting&) const { return as_reply(service::list_waiting(ctx, who)); }
  Answer operator()(domain::TakeRequest& r) const { return as_reply(service::take_request(ctx, who, r)); }
  Answer operator()(domain::EndConversation& r) const {
    return as_reply(service::end_conversation(ctx, who, r));
  }

  Answer operator()(domain::CreateGroup& r) const {
    return as_reply(service::create_group(ctx, who, std::move(r)));
  }
  Answer operator()(domain::AddMember& r) const { return as_reply(service::add_member(ctx, who, r)); }
  Answer operator()(domain::RemoveMember& r) const { return as_reply(service::remove_member(ctx, who, r)); }
  Answer operator()(domain::EraseMessage& r) const { return as_reply(service::erase_message(ctx, who, r)); }

  Answer operator()(domain::ListEscalations&) const { return as_reply(service::list_escalations(ctx, who)); }
  Answer operator()(domain::Acknowledge& r) const { return as_reply(service::acknowledge(ctx, who, r)); }
  Answer operator()(domain::MarkEyesOn& r) const { return as_reply(service::mark_eyes_on(ctx, who, r)); }
  Answer operator()(domain::TakeInHand& r) const { return as_reply(service::take_in_hand(ctx, who, r)); }
  Answer operator()(domain::CloseEscalation& r) const {
    return as_reply(service::close_escalation(ctx, who, r));
  }
  Answer operator()(domain::AskLead& r) const { return as_reply(service::ask_lead(ctx, who, r)); }
  Answer operator()(domain::Observe& r) const { return as_reply(service::observe_conversation(ctx, who, r)); }
  Answer operator()(domain::SetLine& r) const { return as_reply(service::set_line(ctx, who, r)); }
  Answer operator()(domain::SignOut&) const { return as_reply(service::sign_out(ctx, who)); }
};

}  // namespace

io::Task<Result<service::Actor>> Dispatch::authenticate(Secret token) {
  return service::authenticate(context_, std::move(token));
}

io::Task<Result<domain::Welcome>> Dispatch::welcome(service::Actor actor) {
  return service::welcome(context_, actor);
}

io::Task<domain::SubscribedTo> Dispatch::resume(service::Actor actor, domain::Cursor cursor) {
  return service::resume(context_, actor, cursor);
}

io::Task<Result<std::vector<domain::Presence>>> Dispatch::look(std::vector<PersonId> people) {
  return context_.presence.look(std::move(people));
}

io::Task<Result<domain::ReplyBody>> Dispatch::answer(service::Actor actor, domain::RequestBody request) {
  return std::visit(Table{context_, actor}, request);
}

bool Dispatch::would_flag(const service::Actor& actor, const domain::Send& send) {
  return service::would_flag(context_, actor, send);
}

void Dispatch::ended(const service::Actor& actor, Ended how) {
  const auto leaving = how == Ended::SignedOut ? presence::Leaving::SignedOut : presence::Leaving::Dropped;
  service::session_ended(context_, actor, leaving);
}

}  // namespace holdfast::gateway
