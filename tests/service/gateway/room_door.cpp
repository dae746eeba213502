// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/gateway/room_door.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace holdfast::tests {

void RoomDoor::Member::say(wire::FramePtr frame) {
  queue.push_back(std::move(frame));
  pump();
}

void RoomDoor::Member::pump() {
  while (!queue.empty() && socket->has_room()) {
    socket->append(queue.front(), gateway::Haste::MayRest);
    queue.pop_front();
  }
  if (queue.empty() && close_when_empty) socket->close(gateway::CloseCode::Draining);
}

void RoomDoor::opened(std::shared_ptr<gateway::Socket> socket) {
  auto member = std::make_shared<Member>(std::move(socket));
  std::weak_ptr<Member> weak = member;
  member->socket->on_room([weak] {
    if (const auto self = weak.lock()) self->pump();
  });
  io::spawn(*io::Reactor::current(), read_loop(*this, std::move(member)));
}

io::Task<void> RoomDoor::read_loop(RoomDoor& door, std::shared_ptr<Member> member) {
  ++door.open_;
  const bool json = member->socket->subprotocol() == wire::Subprotocol::Json;
  if (json) door.members_.push_back(member);
  for (;;) {
    auto message = co_await member->socket->read();
    if (!message) {
      door.last_end_ = message.error().code;
      break;
    }
    door.obey(member, *message);
  }
  if (json) door.members_.erase(std::find(door.members_.begin(), door.members_.end(), member));
  --door.open_;
}

void RoomDoor::obey(const std::shared_ptr<Member>& member, std::string_view text) {
  const std::string words{text.substr(0, 40)};
  unsigned count = 0;
  unsigned size = 0;
  const auto kind = member->socket->subprotocol();
  if (std::sscanf(words.c_str(), "all %u %u", &count, &size) == 2) {
    for (unsigned i = 0; i < count; ++i) {
      std::string payload = std::to_string(i);
      payload.resize(std::max<std::size_t>(size, payload.size()), '.');
      const auto frame = wire::framed(kind, payload);
      for (const auto& one : members_) one->say(frame);
    }
  } else if (std::sscanf(words.c_str(), "mixed %u", &count) == 1) {
    for (unsigned i = 0; i < count; ++i) {
      const auto haste = i % 3 == 0 ? gateway::Haste::Now : gateway::Haste::MayRest;
      member->socket->append(wire::framed(kind, std::to_string(i)), haste);
    }
  } else if (std::sscanf(words.c_str(), "close-late %u", &count) == 1) {
    for (unsigned i = 0; i < count; ++i)
      member->socket->append(wire::framed(kind, std::to_string(i)), gateway::Haste::MayRest);
    member->socket->close(gateway::CloseCode::Draining);
    for (unsigned i = 0; i < count; ++i)
      member->socket->append(wire::framed(kind, "late"), gateway::Haste::MayRest);
  } else if (std::sscanf(words.c_str(), "close %u", &count) == 1) {
    for (unsigned i = 0; i < count; ++i) member->queue.push_back(wire::framed(kind, std::to_string(i)));
    member->close_when_empty = true;
    member->pump();
  } else if (text == "cut") {
    member->socket->cut();
  } else if (text == "signed in") {
    member->socket->signed_in();
    member->say(wire::framed(kind, text));
  } else {
    member->say(wire::framed(kind, text));
  }
}

io::Task<io::HttpResponse> HelloDoor::answer(io::HttpRequest request) {
  io::HttpResponse response;
  response.content_type = "text/plain";
  if (request.path == "/hello") {
    response.body = "hello " + request.query;
  } else if (request.path == "/echo") {
    response.body = request.body.reveal();
  } else if (request.path == "/own policy") {
    response.headers.emplace_back("Content-Security-Policy", "default-src 'self'");
  } else {
    response.status = 404;
  }
  co_return response;
}

Gateway::Gateway(gateway::ListenConfig config, std::size_t reactors) : reactors_{reactors, observer_} {
  server_ = std::make_unique<gateway::Server>(reactors_, std::move(config), hello_, &room_);
  std::string why;
  if (!server_->start(why)) throw std::runtime_error{why};
  reactors_.start();
}

Gateway::~Gateway() {
  reactors_.stop_and_join();
  room_.forget();  // sockets must not outlive their reactor
  server_.reset();
}

bool Gateway::all_gone() {
  return eventually([this] { return server_->live() == 0 && room_.open() == 0; });
}

}  // namespace holdfast::tests
