// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/replies.hpp"
#include "holdfast/v1/envelope.pb.h"

// What a client is told into empty messages of the wire. Only for the .cpp files of this room.
namespace holdfast::wire {

void write(const Error& error, v1::Error& wire);
void write(const domain::Presence& presence, v1::Presence& wire);
void write(const domain::RequestView& view, v1::RequestView& wire);
void write(const domain::Reply& reply, v1::Reply& wire);
void write(const domain::EventBody& event, Epoch epoch, v1::Event& wire);
void write(const domain::Notice& notice, v1::Notice& wire);

}  // namespace holdfast::wire
