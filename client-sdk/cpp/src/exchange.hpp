// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>

#include "holdfast/account.hpp"

namespace holdfast::sdk {

struct Exchange {
  bool post{false};
  std::string target;
  boost::json::value body;  // of a POST
};
using OnExchange = std::function<void(const boost::json::value& body, const v1::Error& error)>;

/// One HTTP request on a connection of its own. `error.code` is UNSPECIFIED for a 2xx with a JSON body.
void exchange(boost::asio::io_context& context, Endpoint endpoint, Exchange what, OnExchange on_exchange);

}  // namespace holdfast::sdk
