// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/watch.hpp"

#include <utility>

namespace holdfast::store::postgres {

namespace {
constexpr auto kLook = std::chrono::milliseconds{20};
}

Watch::Watch(std::vector<Lane*> lanes, Readers& readers, std::chrono::milliseconds patience)
    : lanes_{std::move(lanes)}, readers_{readers}, patience_{patience} {
  thread_ = std::thread{[this] { run(); }};
}

Watch::~Watch() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watch::run() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      if (wake_.wait_for(lock, kLook, [this] { return ending_; })) return;
    }
    // Two looks early, so that the answer is on its way by then.
    const auto before = std::chrono::steady_clock::now() - patience_ + 2 * kLook;
    for (Lane* const lane : lanes_) lane->expire(before);
    readers_.expire(before);
  }
}

}  // namespace holdfast::store::postgres
