// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace holdfast::gateway {

class Corked;

struct SslFree {
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};
using SslPtr = std::unique_ptr<SSL, SslFree>;
/// Shared with the connections made from it, so that a reload leaves them alone.
using TlsContext = std::shared_ptr<SSL_CTX>;

/// A server's context: TLS 1.2 and later, forward-secret AEAD suites, no renegotiation, no sessions or
/// tickets, buffers released when idle. Takes: PEM files, the certificate with its chain. Gives: null with a
/// sentence in `why`.
[[nodiscard]] TlsContext make_tls_context(const std::string& certificate_file, const std::string& key_file,
                                          std::string& why);

/// A connection's TLS without a BIO yet; null when out of memory.
[[nodiscard]] SslPtr make_ssl(SSL_CTX& context);

/// Joins TLS to the socket of `stream`: reads straight from it, writes into its reactor's scratch and never
/// blocks. Source: SOCKETS spike; without it an idle connection costs 74 KiB instead of 19.
void attach_lean_bio(SSL& ssl, Corked& stream);

}  // namespace holdfast::gateway
