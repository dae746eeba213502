// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "io/task.hpp"

namespace holdfast::io {

/// A whole HTTP request, already bounded by limits::kHttpHead and kHttpBody. No Beast: doors that answer need
/// not know it.
struct HttpRequest {
  std::string method;  // upper case
  std::string path;    // decoded, without query
  std::string query;   // raw, without '?'
  std::string content_type;
  Secret bearer;  // token of `Authorization: Bearer`, or empty
  Secret body;
  std::string origin;
  std::string accept_encoding;
};

struct HttpResponse {
  unsigned status{200};
  std::string content_type{"application/json"};
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Answers HTTP requests of one listener. Lives on: called on any reactor; must not block it.
class HttpDoor {
 public:
  virtual ~HttpDoor() = default;
  virtual Task<HttpResponse> answer(HttpRequest request) = 0;
};

}  // namespace holdfast::io
