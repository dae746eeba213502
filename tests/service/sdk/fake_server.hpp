// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "holdfast/v1/envelope.pb.h"

namespace holdfast::sdk::tests {

namespace asio = boost::asio;
namespace beast = boost::beast;

/// A server that does exactly what the test says, on the test's own io_context: it answers each frame by a
/// script, tells what nobody asked for, closes with a code or cuts.
class FakeServer {
 public:
  class Peer : public std::enable_shared_from_this<Peer> {
   public:
    explicit Peer(asio::ip::tcp::socket socket) : stream_{std::move(socket)} { stream_.binary(true); }

    void tell(const v1::ServerFrame& frame) {
      out_.push_back(frame.SerializeAsString());
      if (out_.size() == 1) write();
    }
    void close(std::uint16_t code) {
      stream_.async_close(static_cast<beast::websocket::close_code>(code),
                          [self = shared_from_this()](boost::system::error_code) {});
    }
    void cut() { stream_.next_layer().close(); }

   private:
    friend class FakeServer;
    void write() {
      stream_.async_write(asio::buffer(out_.front()),
                          [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
                            self->out_.pop_front();
                            if (!ec && !self->out_.empty()) self->write();
                          });
    }
    beast::websocket::stream<asio::ip::tcp::socket> stream_;
    beast::flat_buffer buffer_;
    std::deque<std::string> out_;
  };

  using Script = std::function<void(Peer&, const v1::ClientFrame&)>;

  FakeServer(asio::io_context& context, Script script)
      : acceptor_{context, {asio::ip::make_address("127.0.0.1"), 0}}, script_{std::move(script)} {
    accept();
  }

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] Peer& peer() { return *peer_; }
  void stop() {
    acceptor_.close();
    if (peer_) peer_->cut();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code ec, asio::ip::tcp::socket socket) {
      if (ec) return;
      ++connections_;
      peer_ = std::make_shared<Peer>(std::move(socket));
      upgrade(peer_);
      accept();
    });
  }

  void upgrade(const std::shared_ptr<Peer>& peer) {
    peer->stream_.set_option(
        beast::websocket::stream_base::decorator([](beast::websocket::response_type& response) {
          response.set(beast::http::field::sec_websocket_protocol, "holdfast.v1.protobuf");
        }));
    peer->stream_.async_accept([this, peer](boost::system::error_code ec) {
      if (!ec) read(peer);
    });
  }

  void read(const std::shared_ptr<Peer>& peer) {
    peer->buffer_.clear();
    peer->stream_.async_read(peer->buffer_, [this, peer](boost::system::error_code ec, std::size_t) {
      if (ec) return;
      v1::ClientFrame frame;
      if (frame.ParseFromString(beast::buffers_to_string(peer->buffer_.data()))) script_(*peer, frame);
      read(peer);
    });
  }

  asio::ip::tcp::acceptor acceptor_;
  Script script_;
  std::shared_ptr<Peer> peer_;
  int connections_{0};
};

}  // namespace holdfast::sdk::tests
