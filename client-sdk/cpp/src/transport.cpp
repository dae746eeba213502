// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "transport.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

namespace holdfast::sdk {

using boost::system::error_code;
using tcp = asio::ip::tcp;

Deadline::Deadline(asio::io_context& context, std::chrono::milliseconds wait, std::function<void()> expire)
    : timer_{std::make_shared<asio::steady_timer>(context, wait)} {
  timer_->async_wait([timer = timer_, expire = std::move(expire)](error_code ec) {
    if (!ec) expire();
  });
}

Task<bool> connect(asio::io_context& context, Plain& plain, Address address, std::string& why) {
  asio::ip::basic_resolver<tcp, Executor> resolver{context.get_executor()};
  auto resolving = resolver.async_resolve(address.host, address.port, kToken);
  auto resolved = co_await std::move(resolving);
  if (std::get<0>(resolved)) {
    why = "the server's name cannot be resolved";
    co_return false;
  }
  auto connecting = asio::async_connect(plain.socket(), std::get<1>(resolved), kToken);
  auto connected = co_await std::move(connecting);
  if (std::get<0>(connected)) {
    why = "the server cannot be reached";
    co_return false;
  }
  error_code ignored;
  plain.socket().set_option(tcp::no_delay{true}, ignored);
  co_return true;
}

bool trust(asio::ssl::context& authorities, const std::string& ca_file, std::string& why) {
  error_code ec;
  if (ca_file.empty()) {
    authorities.set_default_verify_paths(ec);
  } else {
    authorities.load_verify_file(ca_file, ec);
  }
  authorities.set_verify_mode(asio::ssl::verify_peer);
  if (ec) why = "the certificate authorities cannot be read";
  return !ec;
}

Task<bool> connect(asio::io_context& context, Encrypted& encrypted, Address address, std::string& why) {
  Address where = address;
  const bool connected = co_await connect(context, encrypted.next_layer(), where, why);
  if (!connected) co_return false;
  error_code ec;
  encrypted.set_verify_callback(asio::ssl::host_name_verification{address.host}, ec);
  SSL_set_tlsext_host_name(encrypted.native_handle(), address.host.c_str());
  auto shaking = encrypted.async_handshake(asio::ssl::stream_base::client, kToken);
  auto shaken = co_await std::move(shaking);
  if (std::get<0>(shaken)) why = "the server's certificate was not accepted";
  co_return !std::get<0>(shaken);
}

}  // namespace holdfast::sdk
