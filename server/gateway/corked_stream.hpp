// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <algorithm>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <memory>
#include <utility>

#include "gateway/corked.hpp"

namespace holdfast::gateway {

namespace detail {

template <class Handler>
void post_completion(const io::Executor& executor, Handler handler, error_code error, std::size_t bytes) {
  const auto at = io::asio::get_associated_executor(handler, executor);
  io::asio::post(at, io::asio::append(std::move(handler), error, bytes));
}

template <class Handler>
class HeldCompletion final : public Completion {
 public:
  HeldCompletion(const io::Executor& executor, Handler handler)
      : executor_{executor}, handler_{std::move(handler)} {}
  void post(error_code error, std::size_t bytes) override {
    post_completion(executor_, std::move(handler_), error, bytes);
  }

 private:
  io::Executor executor_;
  Handler handler_;
};

/// A teardown's handler takes the error only.
template <class Handler>
class HeldTeardown final : public Completion {
 public:
  HeldTeardown(const io::Executor& executor, Handler handler)
      : executor_{executor}, handler_{std::move(handler)} {}
  void post(error_code error, std::size_t) override {
    const auto at = io::asio::get_associated_executor(handler_, executor_);
    io::asio::post(at, io::asio::append(std::move(handler_), error));
  }

 private:
  io::Executor executor_;
  Handler handler_;
};

/// Waits until the socket is readable, then reads once; readiness is not data, so it may wait again.
template <class Handler>
class ReadOperation {
 public:
  using executor_type = io::asio::associated_executor_t<Handler, io::Executor>;
  using allocator_type = io::asio::associated_allocator_t<Handler>;

  ReadOperation(CorkedPtr core, io::asio::mutable_buffer buffer, Handler handler)
      : core_{std::move(core)}, buffer_{buffer}, handler_{std::move(handler)} {}
  [[nodiscard]] executor_type get_executor() const noexcept {
    return io::asio::get_associated_executor(handler_, core_->reactor().executor());
  }
  [[nodiscard]] allocator_type get_allocator() const noexcept {
    return io::asio::get_associated_allocator(handler_);
  }

  void start() {
    if (core_->may_read_now() || buffer_.size() == 0) {
      const ReadStep step = buffer_.size() == 0 ? ReadStep{} : core_->read_now(buffer_);
      if (!step.again) {
        post_completion(core_->reactor().executor(), std::move(handler_), step.error, step.bytes);
        return;
      }
    }
    wait();
  }

  void operator()(error_code error) {
    ReadStep step{error};
    if (!error) {
      core_->readable();
      step = core_->read_now(buffer_);
      if (step.again) {
        wait();
        return;
      }
    }
    core_.reset();
    std::move(handler_)(step.error, step.bytes);
  }

 private:
  void wait() {
    StreamSocket& socket = core_->socket();
    socket.async_wait(StreamSocket::wait_read, std::move(*this));
  }

  CorkedPtr core_;
  io::asio::mutable_buffer buffer_;
  Handler handler_;
};

}  // namespace detail

/// Beast's next layer: an AsyncStream that owns a Corked connection and abandons it when it goes.
class CorkedStream {
 public:
  using executor_type = io::Executor;

  explicit CorkedStream(CorkedPtr core) : core_{std::move(core)} {}
  CorkedStream(CorkedStream&&) noexcept = default;
  CorkedStream& operator=(CorkedStream&&) = delete;
  ~CorkedStream() {
    if (core_) core_->abandon();
  }

  [[nodiscard]] executor_type get_executor() noexcept { return core_->reactor().executor(); }
  [[nodiscard]] Corked& core() noexcept { return *core_; }
  [[nodiscard]] const Corked& core() const noexcept { return *core_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    io::asio::mutable_buffer target;
    for (auto it = io::asio::buffer_sequence_begin(buffers); it != io::asio::buffer_sequence_end(buffers);
         ++it) {
      target = io::asio::mutable_buffer{*it};
      if (target.size() != 0) break;
    }
    auto initiate = [](auto handler, CorkedPtr core, io::asio::mutable_buffer into) {
      detail::ReadOperation<decltype(handler)>{std::move(core), into, std::move(handler)}.start();
    };
    return io::asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(initiate), token, core_,
                                                                          target);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    auto initiate = [](auto handler, CorkedPtr core, const Buffers& from) {
      const std::size_t total = io::asio::buffer_size(from);
      std::size_t left = std::min(total, limits::kTlsChunk);  // a long HTTP body goes in parts
      const std::size_t taken = left;
      auto done = std::make_unique<detail::HeldCompletion<decltype(handler)>>(core->reactor().executor(),
                                                                              std::move(handler));
      bool begun = false;
      for (auto it = io::asio::buffer_sequence_begin(from); it != io::asio::buffer_sequence_end(from); ++it) {
        const io::asio::const_buffer part{*it};
        const std::string_view bytes{static_cast<const char*>(part.data()), std::min(part.size(), left)};
        if (bytes.empty()) continue;
        left -= bytes.size();
        if (!begun) {
          begun = true;
          if (const error_code refused = core->begin_write(bytes, total)) return done->post(refused, 0);
        }
        core->put(bytes);
      }
      core->end_write(std::move(done), taken);
    };
    return io::asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(initiate), token, core_,
                                                                          buffers);
  }

 private:
  CorkedPtr core_;
};

/// Found by Beast through argument-dependent lookup when a WebSocket ends.
template <class Handler>
void async_teardown(boost::beast::role_type, CorkedStream& stream, Handler&& handler) {
  using Held = detail::HeldTeardown<std::decay_t<Handler>>;
  stream.core().finish(std::make_unique<Held>(stream.get_executor(), std::forward<Handler>(handler)));
}

inline void beast_close_socket(CorkedStream& stream) {
  stream.core().cut();
}

}  // namespace holdfast::gateway
