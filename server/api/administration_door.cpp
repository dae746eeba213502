// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/administration_door.hpp"

#include <boost/json/object.hpp>

#include "api/json.hpp"
#include "api/router.hpp"

namespace holdfast::api {

io::Task<io::HttpResponse> AdministrationDoor::answer(io::HttpRequest request) {
  const Result<Match> match = route(Door::Administration, request.method, request.path);
  if (!match) co_return refusal(match.error());
  if (match->operation == Operation::Readyz) co_return ready();
  io::HttpResponse response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "alive\n";
  if (match->operation == Operation::Metrics) {
    response.content_type = ops::Metrics::kContentType;
    response.body = metrics_.text();
  }
  co_return response;
}

io::HttpResponse AdministrationDoor::ready() const {
  bool all = true;
  json::object parts;
  for (const Readiness& part : readiness_()) {
    parts[part.part] = part.why.empty() ? part.said : part.why;
    all = all && part.why.empty();
  }
  json::object body;
  body["ready"] = all;
  body["parts"] = std::move(parts);
  return api::answer(all ? 200 : 503, body);
}

}  // namespace holdfast::api
