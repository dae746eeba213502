// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/connection.hpp"

#include <array>
#include <boost/asio/read.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "gateway/beast_socket.hpp"
#include "gateway/corked_stream.hpp"
#include "gateway/http_head.hpp"
#include "gateway/listener.hpp"
#include "gateway/proxy_header.hpp"

namespace holdfast::gateway {

namespace http = boost::beast::http;
namespace asio = io::asio;

namespace {

using Address = std::optional<asio::ip::address>;
using Parser = http::request_parser<http::string_body>;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// The client's address behind a proxy, or the peer's own. Malformed: the connection must end.
io::Task<Result<Address>> read_proxy_header(StreamSocket& socket) {
  std::array<char, limits::kProxyHeader> header{};
  const auto fixed = asio::buffer(header.data(), kProxyFixedPart);
  auto first = co_await asio::async_read(socket, fixed, asio::as_tuple(asio::deferred));
  if (std::get<0>(first)) co_return refuse(Code::Ended);
  const std::string_view head{header.data(), kProxyFixedPart};
  const Result<std::size_t> size = proxy_rest_size(head);
  if (!size) co_return size.error();
  const auto rest = asio::buffer(header.data() + kProxyFixedPart, *size);
  auto second = co_await asio::async_read(socket, rest, asio::as_tuple(asio::deferred));
  if (std::get<0>(second)) co_return refuse(Code::Ended);
  co_return proxy_client(head, {header.data() + kProxyFixedPart, *size});
}

/// Sends what is left and says the end, within Waits::close.
io::Task<void> end_politely(CorkedStream& stream) {
  auto initiate = [](auto handler, CorkedStream* ending) {
    async_teardown(boost::beast::role_type::server, *ending, std::move(handler));
  };
  CorkedStream* const ending = &stream;
  auto operation = asio::async_initiate<const asio::as_tuple_t<asio::deferred_t>, void(error_code)>(
      std::move(initiate), asio::as_tuple(asio::deferred), ending);
  auto ended = co_await std::move(operation);
  static_cast<void>(ended);
}

io::Task<bool> write_answer(CorkedStream& stream, HttpAnswer answer) {
  auto written = co_await http::async_write(stream, answer, asio::as_tuple(asio::deferred));
  co_return !std::get<0>(written);
}

io::Task<void> refuse_and_end(CorkedStream& stream, io::HttpResponse response) {
  HttpAnswer answer = answer_of(std::move(response), false, false);
  const bool written = co_await write_answer(stream, std::move(answer));
  if (written) co_await end_politely(stream);
}

/// What to tell a client whose request could not be read; none when it is gone.
std::optional<io::HttpResponse> refusal_of(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(431, "The head of a request has at most 8 KiB.");
  }
  if (error == http::error::body_limit) return refusal(413, "The body of a request has at most 256 KiB.");
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category()) {
    return refusal(400, "This is not HTTP/1.1.");
  }
  return std::nullopt;
}

/// Cuts the connection when `wait` passes before the handle goes.
io::TimerWheel::Handle deadline(Corked& core, std::chrono::milliseconds wait) {
  return core.reactor().timers().after(wait, [held = CorkedPtr{&core}] { held->cut(); });
}

enum class Next : std::uint8_t { Another, End };

/// One request that is no upgrade: body, door, answer.
io::Task<Next> answer_request(Listener& listener, CorkedStream& stream, boost::beast::flat_buffer& inbox,
                              Parser& parser, bool last) {
  auto late = deadline(stream.core(), stream.core().waits().unsent);
  const auto expects = parser.get()[http::field::expect];
  if (boost::beast::iequals(expects, "100-continue")) stream.core().append(kContinue, Haste::Now);
  auto read = co_await http::async_read(stream, inbox, parser, asio::as_tuple(asio::deferred));
  late.cancel();  // the door has its own; the answer has the layer's
  if (std::get<0>(read)) {
    auto refused = refusal_of(std::get<0>(read));
    if (refused) co_await refuse_and_end(stream, std::move(*refused));
    co_return Next::End;
  }
  const bool head_only = parser.get().method() == http::verb::head;
  bool keep_alive = parser.keep_alive() && !last;
  auto request = request_of(parser.release());
  io::HttpResponse response = refusal(400, "This path is badly escaped.");
  if (request) {
    response = co_await listener.rules().http.answer(std::move(*request));
  }
  keep_alive = keep_alive && !listener.stopping();
  HttpAnswer answer = answer_of(std::move(response), head_only, keep_alive);
  const bool written = co_await write_answer(stream, std::move(answer));
  if (written && keep_alive) co_return Next::Another;
  if (written) co_await end_politely(stream);
  co_return Next::End;
}

/// Becomes a Socket, or answers why not and ends.
io::Task<void> upgrade(std::shared_ptr<Listener> listener, CorkedStream stream, HttpMessage head,
                       std::string read_on, HalfOpen::Slot slot) {
  const auto late = deadline(stream.core(), stream.core().waits().handshake);
  SocketDoor* const door = listener->rules().sockets;
  auto refused = door ? refuse_upgrade(head, listener->rules().origins) : refusal(404, "No WebSockets here.");
  if (refused) {
    co_await refuse_and_end(stream, std::move(*refused));
    co_return;
  }
  stream.core().unread(read_on);
  const auto subprotocol = *offered_subprotocol(head);
  auto socket = std::make_shared<BeastSocket>(std::move(stream), subprotocol, std::move(slot));
  const error_code error = co_await socket->accept(head);
  if (!error) door->opened(std::move(socket));
}

io::Task<void> serve_http(std::shared_ptr<Listener> listener, CorkedStream stream, HalfOpen::Slot slot) {
  boost::beast::flat_buffer inbox{limits::kHttpHead};
  for (int count = 1; count <= limits::kHttpRequests && !listener->stopping(); ++count) {
    Parser parser;
    parser.header_limit(limits::kHttpHead);
    parser.body_limit(limits::kHttpBody);
    auto late = deadline(stream.core(), stream.core().waits().handshake);
    auto read = co_await http::async_read_header(stream, inbox, parser, asio::as_tuple(asio::deferred));
    late.cancel();
    auto refused = std::get<0>(read) ? refusal_of(std::get<0>(read)) : refuse_head(parser.get());
    if (refused) {
      co_await refuse_and_end(stream, std::move(*refused));
      co_return;
    }
    if (std::get<0>(read)) co_return;
    if (boost::beast::websocket::is_upgrade(parser.get())) {
      std::string read_on{static_cast<const char*>(inbox.cdata().data()), inbox.size()};
      HttpMessage head = parser.release();
      co_await upgrade(std::move(listener), std::move(stream), std::move(head), std::move(read_on),
                       std::move(slot));
      co_return;
    }
    const Next next =
        co_await answer_request(*listener, stream, inbox, parser, count == limits::kHttpRequests);
    if (next == Next::End) co_return;
  }
}

/// A plain connection from elsewhere would pass the proxy by: its text would cross the network unsealed.
bool passes_proxy_by(const Listener& listener, const asio::ip::address& peer) {
  return !listener.rules().proxies.empty() && !listener.tls() && !peer.is_loopback();
}

}  // namespace

io::Task<void> serve(std::shared_ptr<Listener> listener, StreamSocket socket, HalfOpen::Slot slot,
                     Address peer) {
  SslPtr ssl;
  const TlsContext tls = listener->tls();
  if (tls) ssl = make_ssl(*tls);
  if (tls && !ssl) co_return;
  if (peer && contains(listener->rules().proxies, *peer)) {
    const auto late = listener->reactor().timers().after(listener->loop()->waits().handshake, [&socket] {
      error_code ignored;
      socket.close(ignored);
    });
    auto client = co_await read_proxy_header(socket);
    if (!client) co_return;
    peer = *client;
  } else if (peer && passes_proxy_by(*listener, *peer)) {
    co_return;
  }
  if (peer && !contains(listener->rules().trusted, *peer) && !slot.count_under(bound_key(*peer))) co_return;
  CorkedStream stream{CorkedPtr{new Corked{listener->loop(), std::move(socket), std::move(ssl)}}};
  {
    const auto late = deadline(stream.core(), stream.core().waits().handshake);
    const error_code error = co_await stream.core().handshake();
    if (error) co_return;
  }
  co_await serve_http(std::move(listener), std::move(stream), std::move(slot));
}

}  // namespace holdfast::gateway
