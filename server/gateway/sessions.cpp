// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/sessions.hpp"

#include <algorithm>
#include <utility>

#include "base/random.hpp"

namespace holdfast::gateway {

Sessions::Sessions(io::Reactors& reactors, PlaceOf place_of)
    : reactors_{reactors}, place_of_{std::move(place_of)}, here_(reactors.size()) {}

Sessions::~Sessions() = default;

void Sessions::opened(std::shared_ptr<Socket> socket) {
  if (draining_) return socket->close(CloseCode::Draining);
  io::Reactor& reactor = *io::Reactor::current();
  Here& here = here_.at(reactor.index());
  auto session =
      std::make_shared<Session>(place_of_(reactor), std::move(socket), [this, &here](Session& ended) {
        here.erase(&ended);
        --live_;
      });
  ++live_;
  here.emplace(session.get(), session);
  session->start();
}

void Sessions::drain(std::chrono::milliseconds spread) {
  draining_ = true;
  for (std::size_t i = 0; i < here_.size(); ++i) {
    reactors_.at(i).mail(io::Mail{[this, i, spread] { drain_here(i, spread); }});
  }
}

void Sessions::drain_here(std::size_t reactor, std::chrono::milliseconds spread) {
  std::vector<std::shared_ptr<Session>> sessions;  // closing one may end it
  for (const auto& [raw, session] : here_[reactor]) sessions.push_back(session);
  const auto window = static_cast<std::uint64_t>(std::max<std::int64_t>(spread.count(), 1));
  for (const auto& session : sessions) {
    session->drain(std::chrono::milliseconds{static_cast<std::int64_t>(random_id63() % window)});
  }
}

}  // namespace holdfast::gateway
