// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/rooms.hpp"

#include <utility>

namespace holdfast::load {

namespace {

// A session may ask 20 times a second: set-up is spread over many sessions of the one who leads.
constexpr std::size_t kLeading = 48;

/// Each hears their conversation from its end on.
void follow(Fleet& fleet, const std::vector<Room>& rooms) {
  std::vector<Fleet::Asked> asked;
  for (const Room& room : rooms) {
    for (Line* const line : room.members) {
      v1::ClientFrame frame;
      v1::Cursor& cursor = *frame.mutable_subscribe()->add_cursors();
      cursor.set_conversation_id(room.conversation);
      asked.emplace_back(line, std::move(frame));
    }
  }
  while (!asked.empty()) {
    const std::vector<v1::Reply> replies = fleet.ask(asked);
    std::vector<Fleet::Asked> again;
    for (std::size_t i = 0; i < replies.size(); ++i) {
      const v1::SubscribedTo& item = replies[i].subscribed().items(0);
      if (item.to_seq() >= item.head_seq()) continue;
      v1::Cursor& cursor = *asked[i].second.mutable_subscribe()->mutable_cursors(0);
      cursor.set_epoch(item.epoch());
      cursor.set_seq(item.to_seq());
      again.push_back(std::move(asked[i]));
    }
    asked = std::move(again);
  }
}

}  // namespace

std::vector<Room> open_support(Fleet& fleet, const std::string& staff,
                               const std::vector<std::string>& seekers) {
  const std::vector<Line*> asking = fleet.connect(seekers);
  const std::vector<Line*> taking = fleet.connect(std::vector<std::string>(seekers.size(), staff));
  v1::ClientFrame on_call;
  on_call.mutable_set_on_call()->set_on_call(true);
  std::vector<Fleet::Asked> asked{{taking.front(), on_call}};
  static_cast<void>(fleet.ask(std::move(asked)));

  asked.clear();
  for (Line* const seeker : asking) {
    v1::ClientFrame ask;
    ask.mutable_ask_for_help()->set_language("en");
    asked.emplace_back(seeker, std::move(ask));
  }
  const std::vector<v1::Reply> waiting = fleet.ask(std::move(asked));
  asked.clear();
  std::vector<Room> rooms;
  for (std::size_t i = 0; i < seekers.size(); ++i) {
    const v1::HelpRequest& request = waiting[i].request().request();
    rooms.push_back({request.conversation_id(), {asking[i], taking[i]}});
    v1::ClientFrame take;
    take.mutable_take_request()->set_request_id(request.id());
    asked.emplace_back(taking[i], std::move(take));
  }
  static_cast<void>(fleet.ask(std::move(asked)));
  follow(fleet, rooms);
  return rooms;
}

std::vector<Room> open_groups(Fleet& fleet, const std::string& staff, const std::vector<std::string>& seekers,
                              std::size_t size) {
  const std::vector<Line*> members = fleet.connect(seekers);
  const std::vector<Line*> leading = fleet.connect(std::vector<std::string>(kLeading, staff));
  std::vector<Fleet::Asked> asked;
  for (std::size_t i = 0; i < members.size() / size; ++i) {
    v1::ClientFrame create;
    create.mutable_create_group()->set_name("evening");
    asked.emplace_back(leading[i % kLeading], std::move(create));
  }
  std::vector<Room> rooms;
  for (const v1::Reply& reply : fleet.ask(std::move(asked))) {
    rooms.push_back({reply.conversation().conversation().id(), {}});
  }
  // One new member of each room at a time: a change of members is a new version of the room.
  std::size_t turn = 0;
  for (std::size_t seat = 0; seat < size; ++seat) {
    asked.clear();
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      rooms[i].members.push_back(members[i * size + seat]);
      v1::ClientFrame add;
      add.mutable_add_member()->set_conversation_id(rooms[i].conversation);
      add.mutable_add_member()->set_person_id(rooms[i].members.back()->person());
      add.mutable_add_member()->set_role(v1::CONV_ROLE_PARTICIPANT);
      asked.emplace_back(leading[turn++ % kLeading], std::move(add));
    }
    static_cast<void>(fleet.ask(asked));
  }
  follow(fleet, rooms);
  return rooms;
}

}  // namespace holdfast::load
