// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/error.hpp"
#include "base/instant.hpp"

namespace holdfast::api {

/// Slows guessing and floods without knowing addresses: a token bucket a key (a hash: of organisation and
/// login, or of the organisation) and one for the whole node. Bounded: when the table is full of busy keys,
/// new ones are refused. Thread-safe; the lock is held for a look-up and some arithmetic.
class Attempts {
 public:
  struct Rate {
    double each_second;  // of one key
    double burst;
    double all_each_second;  // of the node
    double all_burst;
  };
  static constexpr std::size_t kKeys = 16'384;  // about 1 MiB; a minute of an attack that rotates its keys

  Attempts(Rate rate, const Clock& clock, std::size_t keys = kKeys)
      : rate_{rate}, clock_{clock}, keys_{keys} {}

  /// Takes one token. Errors: RateLimited with the time after which one is there again. A refused attempt
  /// costs nothing, so that an impatient person is not locked out by their own retries.
  [[nodiscard]] Result<void> take(std::size_t key_hash);

 private:
  struct Bucket {
    double tokens;
    Steady at;
  };
  void fill(Bucket& bucket, double each_second, double burst, Steady now) const;
  [[nodiscard]] bool make_room(Steady now);

  Rate rate_;
  const Clock& clock_;
  std::size_t keys_;
  std::mutex mutex_;
  std::unordered_map<std::size_t, Bucket> buckets_;
  Bucket all_{-1, {}};
};

}  // namespace holdfast::api
