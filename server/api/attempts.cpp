// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/attempts.hpp"

#include <algorithm>
#include <cmath>

namespace holdfast::api {

namespace {

Error wait_for_token(double tokens, double each_second) {
  const double seconds = (1.0 - tokens) / each_second;
  return refuse(Code::RateLimited,
                std::chrono::milliseconds{static_cast<std::int64_t>(std::ceil(seconds * 1000.0))});
}

}  // namespace

void Attempts::fill(Bucket& bucket, double each_second, double burst, Steady now) const {
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(burst, bucket.tokens + seconds * each_second);
  bucket.at = now;
}

bool Attempts::make_room(Steady now) {
  if (buckets_.size() < keys_) return true;
  // A full bucket remembers nothing that a fresh one would not.
  for (auto entry = buckets_.begin(); entry != buckets_.end();) {
    fill(entry->second, rate_.each_second, rate_.burst, now);
    entry = entry->second.tokens >= rate_.burst ? buckets_.erase(entry) : std::next(entry);
  }
  return buckets_.size() < keys_;
}

Result<void> Attempts::take(std::size_t key_hash) {
  const Steady now = clock_.steady();
  const std::lock_guard lock{mutex_};
  if (all_.tokens < 0) all_ = {rate_.all_burst, now};
  fill(all_, rate_.all_each_second, rate_.all_burst, now);
  if (all_.tokens < 1.0) return wait_for_token(all_.tokens, rate_.all_each_second);

  auto found = buckets_.find(key_hash);
  if (found == buckets_.end()) {
    if (!make_room(now)) return wait_for_token(0.0, rate_.each_second);
    found = buckets_.emplace(key_hash, Bucket{rate_.burst, now}).first;
  }
  Bucket& bucket = found->second;
  fill(bucket, rate_.each_second, rate_.burst, now);
  if (bucket.tokens < 1.0) return wait_for_token(bucket.tokens, rate_.each_second);
  bucket.tokens -= 1.0;
  all_.tokens -= 1.0;
  return {};
}

}  // namespace holdfast::api
