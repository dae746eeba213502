// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <functional>
#include <memory>

#include "gateway/corked_stream.hpp"
#include "gateway/half_open.hpp"
#include "gateway/socket.hpp"

namespace holdfast::gateway {

using UpgradeRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Socket over Beast over the corked layer. Data frames go only through `append`: Beast would split its own,
/// and ours would land inside. Lives on: one reactor.
class BeastSocket final : public Socket, public std::enable_shared_from_this<BeastSocket> {
 public:
  BeastSocket(CorkedStream stream, wire::Subprotocol subprotocol, HalfOpen::Slot slot);

  /// Answers the upgrade request; once, before anything else.
  io::Task<error_code> accept(const UpgradeRequest& request);

  [[nodiscard]] wire::Subprotocol subprotocol() const override { return subprotocol_; }
  io::Task<Result<std::string_view>> read() override;
  void append(const wire::FramePtr& frame, Haste haste) override { core_->append(frame->bytes(), haste); }
  [[nodiscard]] bool has_room() const override { return core_->has_room(); }
  void on_room(std::function<void()> callback) override { core_->on_room(std::move(callback)); }
  void signed_in() override { slot_.release(); }
  void close(CloseCode code) override;
  void cut() override { core_->cut(); }

 private:
  void watch_idle();

  CorkedPtr core_;  // also ws_'s; reached without Beast's two indirections for each frame
  boost::beast::websocket::stream<CorkedStream, false> ws_;
  boost::beast::flat_buffer inbox_;
  io::TimerWheel::Handle idle_;
  HalfOpen::Slot slot_;
  wire::Subprotocol subprotocol_;
  bool asked_{false};    // a ping went out after a quiet period
  bool closing_{false};  // close() was called: nothing more is read
};

}  // namespace holdfast::gateway
