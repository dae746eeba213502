// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "holdfast/timeline.hpp"
#include "holdfast/v1/envelope.pb.h"

namespace holdfast::sdk {

/// The conversations a client follows: which to subscribe to now, and what of an answer or event is to be
/// handed on. Pure.
class Followed {
 public:
  /// What the caller hands to the application, in order.
  struct Sink {
    virtual ~Sink() = default;
    virtual void deliver(const v1::Message& message) = 0;
    virtual void restated(std::uint64_t conversation, std::uint64_t seq) = 0;
    virtual void refused(std::uint64_t conversation, const v1::Error& error) = 0;
  };

  void add(std::uint64_t conversation, std::uint64_t delivered);
  void remove(std::uint64_t conversation);
  /// A new connection: everything must be subscribed to again.
  void connected();

  /// Cursors that need a subscribe request now, at most a page of 64; they count as asked for.
  [[nodiscard]] v1::Subscribe wanted();
  /// False: some of them are to be asked for again, a little later.
  [[nodiscard]] bool answered(const v1::Subscribed& subscribed, Sink& sink);
  /// The request got no answer worth having: ask again for the same.
  void failed(const v1::Subscribe& asked);
  void arrived(const v1::MessageCommitted& event, Sink& sink);
  void lagging(std::uint64_t conversation);

 private:
  enum class Stage : std::uint8_t { Wanted, Asked, Live };
  struct One {
    Timeline timeline;
    Stage stage{Stage::Wanted};
    bool missed{false};  // something beyond the next passed while asked: ask again after the answer
  };
  void take(const v1::SubscribedTo& item, One& one, Sink& sink);

  std::map<std::uint64_t, One> conversations_;
};

}  // namespace holdfast::sdk
