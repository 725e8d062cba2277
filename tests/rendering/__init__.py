"""What the rendering room promises."""
