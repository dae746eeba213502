// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "store/postgres/open.hpp"

/// The same work three ways; each gives durable messages a second.
namespace holdfast::load {

inline constexpr std::size_t kLanes = 4;
inline constexpr std::size_t kConversations = 4000;
inline constexpr std::size_t kBody = 250;  // bytes of words

struct Rate {
  double messages{0};  // a second
  double batch{0};     // messages a commit
};

/// Senders that wait for their answer, each in a conversation of its own, over the store's whole way:
/// sealing, queue, guards, dedupe, commit, publishing, answer.
class ThroughStore {
 public:
  ThroughStore(const std::string& conninfo, const std::string& key_file);
  ~ThroughStore();
  [[nodiscard]] Rate run(std::size_t senders, std::chrono::seconds time);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Batches of the same size with the same statements, one libpq connection a lane in pipeline mode,
/// everything made beforehand that can be.
[[nodiscard]] Rate run_bare(const std::string& conninfo, std::size_t batch, std::chrono::seconds time);

}  // namespace holdfast::load
