// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <google/protobuf/arena.h>

#include <array>
#include <cstddef>

// Only for the .cpp files of this room.
namespace holdfast::wire {

/// Memory for one message at a time: built in a block that stays with the thread, so that ordinary frames
/// cost no allocation of their own. One a thread and purpose; never nested.
class Scratch {
 public:
  /// A message of the arena, gone when the lease ends.
  template <class Message>
  class Lease {
   public:
    explicit Lease(Scratch& scratch)
        : arena_{scratch.arena_}, message_{google::protobuf::Arena::CreateMessage<Message>(&arena_)} {}
    ~Lease() { arena_.Reset(); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] Message& operator*() const noexcept { return *message_; }
    [[nodiscard]] Message* operator->() const noexcept { return message_; }

   private:
    google::protobuf::Arena& arena_;
    Message* message_;
  };

 private:
  static constexpr std::size_t kBlock = 16 * 1024;  // a page of 50 short messages
  alignas(std::max_align_t) std::array<char, kBlock> block_;
  google::protobuf::Arena arena_{block_.data(), block_.size()};
};

}  // namespace holdfast::wire
