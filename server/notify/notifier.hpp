// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "base/error.hpp"
#include "domain/records.hpp"
#include "io/task.hpp"

/// Outside notifiers: at least once, with a key that lets the receiver tell repeats; nothing that discloses
/// (O10).
namespace holdfast::notify {

struct Notification {
  std::string key;  // escalation/step/round/recipient
  std::string url;
  domain::Level level{domain::Level::High};
  std::string line;  // the line's public name
  std::string link;  // to the board; no id that means anything elsewhere
  Instant at;
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  /// Sends once, within limits::kNotifyDeadline. Errors: Unavailable (no answer, 5xx, 429: try again),
  /// Invalid (4xx, or a redirect: the receiver will not take it).
  virtual io::Task<Result<void>> send(Notification notification) = 0;
};

}  // namespace holdfast::notify
