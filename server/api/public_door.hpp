// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>

#include "api/attempts.hpp"
#include "api/router.hpp"
#include "api/static_files.hpp"
#include "io/http.hpp"
#include "service/context.hpp"

namespace holdfast::api {

/// The stories' context of the reactor this is called on. Contexts outlive the doors.
using ContextOfReactor = std::function<service::Context&()>;

/// What people's apps reach over HTTP: arriving, recovering, signing in and out. Lives on: any reactor.
class PublicDoor final : public io::HttpDoor {
 public:
  struct Limits {
    std::uint32_t sign_ins_per_minute{10};  // of one login
    std::uint32_t arrivals_per_second{20};  // of one organisation
  };
  PublicDoor(ContextOfReactor contexts, const Clock& clock, Limits limits, std::unique_ptr<StaticFiles> site);
  io::Task<io::HttpResponse> answer(io::HttpRequest request) override;

 private:
  io::Task<io::HttpResponse> see_arrival(io::HttpRequest request, std::string slug);
  io::Task<io::HttpResponse> arrive(io::HttpRequest request);
  io::Task<io::HttpResponse> recover(io::HttpRequest request);
  io::Task<io::HttpResponse> sign_in(io::HttpRequest request);
  io::Task<io::HttpResponse> open_invitation(io::HttpRequest request);
  io::Task<io::HttpResponse> accept_invitation(io::HttpRequest request);
  io::Task<io::HttpResponse> sign_out(io::HttpRequest request);

  ContextOfReactor contexts_;
  Attempts arrivals_, recoveries_, sign_ins_, invitations_;
  std::unique_ptr<StaticFiles> site_;  // null: none is served
};

}  // namespace holdfast::api
