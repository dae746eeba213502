// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/operator_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace holdfast::app {

namespace http = boost::beast::http;
using boost::asio::local::stream_protocol;

namespace {

OperatorAnswer unreached(const boost::system::error_code& failed) {
  return {false, 0, Secret{failed.message()}};
}

}  // namespace

OperatorAnswer ask_operator_door(const std::string& socket, const std::string& method,
                                 const std::string& target, const std::string& body) {
  boost::asio::io_context context;
  stream_protocol::socket stream{context};
  boost::system::error_code failed;
  stream.connect(stream_protocol::endpoint{socket}, failed);
  if (failed) return unreached(failed);

  http::request<http::string_body> request{http::string_to_verb(method), target, 11};
  request.set(http::field::host, "localhost");
  request.set(http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();
  http::write(stream, request, failed);
  if (failed) return unreached(failed);

  boost::beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(stream, buffer, response, failed);
  if (failed) return unreached(failed);
  return {true, response.result_int(), Secret{std::move(response.body())}};
}

}  // namespace holdfast::app
