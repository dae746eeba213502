// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/beast_socket.hpp"

#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/option.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace holdfast::gateway {

namespace websocket = boost::beast::websocket;

namespace {

constexpr std::size_t kSpareInbox = 64;   // so that Beast sees the frame that is too much and answers 1009
constexpr std::size_t kKeptInbox = 4096;  // a larger one is given back: most sockets are idle
constexpr std::string_view kPing{"\x89\x00", 2};  // no Beast operation: its pong counts like any other byte

Error refusal_of(const error_code& error) {
  if (error == websocket::error::message_too_big) return refuse(Code::TooLarge);
  if (error == websocket::condition::protocol_violation) return refuse(Code::Malformed);
  return refuse(Code::Ended);
}

}  // namespace

BeastSocket::BeastSocket(CorkedStream stream, wire::Subprotocol subprotocol, HalfOpen::Slot slot)
    : core_{&stream.core()},
      ws_{std::move(stream)},
      inbox_{limits::kFrame + kSpareInbox},
      slot_{std::move(slot)},
      subprotocol_{subprotocol} {
  ws_.read_message_max(limits::kFrame);
  ws_.write_buffer_bytes(8);  // the least Beast takes: data never goes through it
  ws_.auto_fragment(false);
  ws_.set_option(
      websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
}

io::Task<error_code> BeastSocket::accept(const UpgradeRequest& request) {
  const auto self = shared_from_this();
  const std::string_view name =
      subprotocol_ == wire::Subprotocol::Json ? wire::kJsonName : wire::kProtobufName;
  ws_.set_option(websocket::stream_base::decorator{[name](websocket::response_type& response) {
    response.set(boost::beast::http::field::sec_websocket_protocol, name);
  }});
  auto accepted = co_await ws_.async_accept(request, io::asio::as_tuple(io::asio::deferred));
  ws_.set_option(websocket::stream_base::decorator{[](websocket::response_type&) {}});
  const error_code error = std::get<0>(accepted);
  if (error) co_return error;
  core_->frames_begin();
  watch_idle();
  co_return error;
}

io::Task<Result<std::string_view>> BeastSocket::read() {
  const auto self = shared_from_this();
  inbox_.consume(inbox_.size());
  if (inbox_.capacity() > kKeptInbox) inbox_.shrink_to_fit();
  if (closing_) co_return refuse(Code::Ended);
  auto got = co_await ws_.async_read(inbox_, io::asio::as_tuple(io::asio::deferred));
  const error_code error = std::get<0>(got);
  if (closing_) co_return refuse(Code::Ended);
  if (error) co_return refusal_of(error);
  if (ws_.got_text() != (subprotocol_ == wire::Subprotocol::Json)) {
    close(CloseCode::Unacceptable);
    co_return refuse(Code::Malformed);
  }
  const auto bytes = inbox_.cdata();
  co_return std::string_view{static_cast<const char*>(bytes.data()), bytes.size()};
}

void BeastSocket::close(CloseCode code) {
  if (std::exchange(closing_, true)) return;
  const std::string_view text = reason_of(code);
  const websocket::close_reason reason{static_cast<websocket::close_code>(code), {text.data(), text.size()}};
  ws_.async_close(reason, [self = shared_from_this()](const error_code&) {});
  // Beast may wait for its write lock before the close frame goes out, so the frame's own deadline may start
  // late.
  core_->close_soon();
}

void BeastSocket::watch_idle() {
  idle_ = core_->reactor().timers().after(core_->waits().idle_ping, [this] {
    if (core_->failed()) return;
    if (core_->take_heard()) {
      asked_ = false;
    } else if (asked_) {
      return core_->cut();  // nothing for two periods, the ping in between unanswered
    } else {
      asked_ = true;
      core_->append(kPing, Haste::Now);
    }
    watch_idle();
  });
}

}  // namespace holdfast::gateway
