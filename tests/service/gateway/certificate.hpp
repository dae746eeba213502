// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

namespace holdfast::tests {

struct CertificateFiles {
  std::string certificate;
  std::string key;
};

/// Writes a self-signed P-256 certificate of that common name, valid for a day, and its key into `folder`.
[[nodiscard]] CertificateFiles write_certificate(const std::string& folder, const std::string& name);

}  // namespace holdfast::tests
