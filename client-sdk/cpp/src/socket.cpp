// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "socket.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

namespace holdfast::sdk {

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::size_t kMessageMost = 1024UL * 1024UL;  // above any ServerFrame the protocol allows

template <class Layer>
class BeastSocket final : public Socket, public std::enable_shared_from_this<BeastSocket<Layer>> {
 public:
  template <class... Args>
  explicit BeastSocket(Args&&... args) : stream_{std::forward<Args>(args)...} {
    stream_.binary(true);
    stream_.read_message_max(kMessageMost);
  }

  websocket::stream<Layer, false>& stream() { return stream_; }

  Task<std::string> read() override {
    const auto self = this->shared_from_this();
    buffer_.clear();
    auto operation = stream_.async_read(buffer_, kToken);
    auto result = co_await std::move(operation);
    if (std::get<0>(result)) {
      ended_ = true;
      co_return std::string{};
    }
    co_return beast::buffers_to_string(buffer_.data());
  }

  void write(std::string message) override {
    if (ended_) return;
    backlog_ += message.size();
    waiting_.push_back(std::move(message));
    if (!writing_) send_next();
  }

  [[nodiscard]] std::size_t backlog() const override { return backlog_; }

  [[nodiscard]] std::uint16_t close_code() const override {
    return static_cast<std::uint16_t>(stream_.reason().code);
  }

  void close() override {
    if (closing_ || ended_) return;
    closing_ = true;
    if (!writing_) send_close();
  }

  void cut() override {
    error_code ignored;
    beast::get_lowest_layer(stream_).socket().close(ignored);
  }

 private:
  void send_next() {
    writing_ = true;
    sending_ = std::move(waiting_.front());
    waiting_.pop_front();
    stream_.async_write(asio::buffer(sending_),
                        [self = this->shared_from_this()](error_code ec, std::size_t) {
                          self->backlog_ -= self->sending_.size();
                          self->writing_ = false;
                          if (ec) {
                            self->cut();
                          } else if (!self->waiting_.empty()) {
                            self->send_next();
                          } else if (self->closing_) {
                            self->send_close();
                          }
                        });
  }

  void send_close() {
    stream_.async_close(websocket::close_code::normal, [self = this->shared_from_this()](error_code) {});
  }

  websocket::stream<Layer, false> stream_;
  beast::flat_buffer buffer_;
  std::deque<std::string> waiting_;
  std::string sending_;
  std::size_t backlog_{0};
  bool writing_{false};
  bool closing_{false};
  bool ended_{false};
};

template <class Layer>
Task<bool> upgrade(websocket::stream<Layer, false>& stream, const Address& address, std::string& why) {
  stream.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
    request.set(beast::http::field::sec_websocket_protocol, "holdfast.v1.protobuf");
  }));
  const std::string host = address.host + ":" + address.port;
  auto shaking = stream.async_handshake(host, "/v1/ws", kToken);
  auto shaken = co_await std::move(shaking);
  if (std::get<0>(shaken)) why = "the server does not speak this protocol here";
  co_return !std::get<0>(shaken);
}

template <class Layer>
Task<std::shared_ptr<Socket>> open_over(asio::io_context& context, std::shared_ptr<BeastSocket<Layer>> socket,
                                        Address address, std::chrono::milliseconds deadline,
                                        std::string& why) {
  const Deadline ends{context, deadline, [weak = std::weak_ptr{socket}] {
                        if (const auto live = weak.lock()) live->cut();
                      }};
  const bool connected = co_await connect(context, socket->stream().next_layer(), address, why);
  if (!connected) co_return nullptr;
  const bool upgraded = co_await upgrade(socket->stream(), address, why);
  if (!upgraded) co_return nullptr;
  co_return socket;
}

}  // namespace

Task<std::shared_ptr<Socket>> Socket::open(asio::io_context& context, Address address, Tls tls,
                                           std::chrono::milliseconds deadline, std::string& why) {
  if (!address.tls) {
    auto plain = std::make_shared<BeastSocket<Plain>>(context.get_executor());
    auto opened = co_await open_over(context, plain, address, deadline, why);
    co_return opened;
  }
  asio::ssl::context authorities{asio::ssl::context::tls_client};
  if (!trust(authorities, tls.ca_file, why)) co_return nullptr;
  auto encrypted = std::make_shared<BeastSocket<Encrypted>>(context.get_executor(), authorities);
  auto opened = co_await open_over(context, encrypted, address, deadline, why);
  co_return opened;
}

}  // namespace holdfast::sdk
