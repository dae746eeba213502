// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace holdfast::api {

enum class Door : std::uint8_t { Public, Administration, Operator };

/// One operation a door answers. `openapi.json` tells clients the same; a test holds one against the other.
enum class Operation : std::uint8_t {
  SeeArrival,
  Arrive,
  Recover,
  SignIn,
  OpenInvitation,
  AcceptInvitation,
  SignOut,
  Livez,
  Readyz,
  Metrics,
  ListOrganisations,
  CreateOrganisation,
  InvitePerson,
  SignDutyPack,
  SetLine,
  RotateKeys,
  BackUp,
  Verify,
};

struct Route {
  Door door;
  std::string_view method;
  std::string_view path;  // `{name}` matches one non-empty segment
  Operation operation;
  std::string_view id;  // operationId of openapi.json
};

inline constexpr std::array kRoutes{
    Route{Door::Public, "GET", "/api/v1/organisations/{slug}/arrival", Operation::SeeArrival, "seeArrival"},
    Route{Door::Public, "POST", "/api/v1/arrivals", Operation::Arrive, "arrive"},
    Route{Door::Public, "POST", "/api/v1/recoveries", Operation::Recover, "recover"},
    Route{Door::Public, "POST", "/api/v1/sign-ins", Operation::SignIn, "signIn"},
    Route{Door::Public, "POST", "/api/v1/invitations/open", Operation::OpenInvitation, "openInvitation"},
    Route{Door::Public, "POST", "/api/v1/invitations/accept", Operation::AcceptInvitation,
          "acceptInvitation"},
    Route{Door::Public, "POST", "/api/v1/sign-outs", Operation::SignOut, "signOut"},
    Route{Door::Administration, "GET", "/livez", Operation::Livez, "livez"},
    Route{Door::Administration, "GET", "/readyz", Operation::Readyz, "readyz"},
    Route{Door::Administration, "GET", "/metrics", Operation::Metrics, "metrics"},
    Route{Door::Operator, "GET", "/admin/v1/organisations", Operation::ListOrganisations,
          "listOrganisations"},
    Route{Door::Operator, "POST", "/admin/v1/organisations", Operation::CreateOrganisation,
          "createOrganisation"},
    Route{Door::Operator, "POST", "/admin/v1/organisations/{slug}/invitations", Operation::InvitePerson,
          "invitePerson"},
    Route{Door::Operator, "POST", "/admin/v1/organisations/{slug}/duty-packs", Operation::SignDutyPack,
          "signDutyPack"},
    Route{Door::Operator, "PUT", "/admin/v1/organisations/{slug}/line", Operation::SetLine, "setLine"},
    Route{Door::Operator, "POST", "/admin/v1/keys/rotations", Operation::RotateKeys, "rotateKeys"},
    Route{Door::Operator, "POST", "/admin/v1/backups", Operation::BackUp, "backUp"},
    Route{Door::Operator, "POST", "/admin/v1/verifications", Operation::Verify, "verify"},
};

struct Match {
  Operation operation{};
  std::string parameter;  // what stood at `{…}`; empty when the route has none
};

/// Errors: NotFound (no such path at this door), Unsupported (the path exists, this method does not).
[[nodiscard]] Result<Match> route(Door door, std::string_view method, std::string_view path);

}  // namespace holdfast::api
