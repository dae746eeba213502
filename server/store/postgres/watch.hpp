// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "store/postgres/lane.hpp"
#include "store/postgres/readers.hpp"

namespace holdfast::store::postgres {

/// Answers those whose wait is over, whatever the threads that talk to the server are waiting for: a name
/// server, a host that is silent, a standby that must confirm.
class Watch {
 public:
  Watch(std::vector<Lane*> lanes, Readers& readers, std::chrono::milliseconds patience);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  void run();

  std::vector<Lane*> lanes_;
  Readers& readers_;
  std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_{false};
  std::thread thread_;
};

}  // namespace holdfast::store::postgres
