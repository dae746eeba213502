// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "api/public_door.hpp"
#include "io/http.hpp"

namespace holdfast::api {

/// What an operator does to the installation itself, behind one interface so that this room knows no store
/// and no key file. Errors: Invalid or Unavailable, with a sentence in `why`.
class Installation {
 public:
  struct Outcome {
    Result<void> result{};
    std::string said;  // why not, or what was done
  };
  virtual ~Installation() = default;
  virtual io::Task<Outcome> back_up(std::string file) = 0;
  virtual io::Task<Outcome> rotate_keys() = 0;
  virtual io::Task<Outcome> verify() = 0;
};

/// `holdfast admin`, over the server's Unix socket: whoever may open the socket's file may do this. Lives on:
/// any reactor.
class OperatorDoor final : public io::HttpDoor {
 public:
  OperatorDoor(ContextOfReactor contexts, Installation& installation)
      : contexts_{std::move(contexts)}, installation_{installation} {}
  io::Task<io::HttpResponse> answer(io::HttpRequest request) override;

 private:
  io::Task<io::HttpResponse> list_organisations();
  io::Task<io::HttpResponse> create_organisation(io::HttpRequest request);
  io::Task<io::HttpResponse> invite_person(io::HttpRequest request, OrganisationId organisation);
  io::Task<io::HttpResponse> sign_duty_pack(io::HttpRequest request, OrganisationId organisation);
  io::Task<io::HttpResponse> set_line(io::HttpRequest request, OrganisationId organisation);
  io::Task<io::HttpResponse> in_organisation(Match match, io::HttpRequest request);
  io::Task<io::HttpResponse> on_installation(Operation operation, io::HttpRequest request);

  ContextOfReactor contexts_;
  Installation& installation_;
};

}  // namespace holdfast::api
