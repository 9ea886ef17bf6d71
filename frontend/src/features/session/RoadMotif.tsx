/** The product's picture: a road with its stops, some passed, some to come. */
export function RoadMotif({ className }: { className: string | undefined }) {
  return (
    <svg
      className={className}
      viewBox="0 0 480 720"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <g fill="none" stroke="currentColor" strokeLinecap="round">
        <path d="M60 740V560a90 90 0 0 1 90-90h150a90 90 0 0 0 90-90V290a90 90 0 0 1 90-90h40" strokeWidth="3" />
        <path d="M-20 610h120a80 80 0 0 1 80 80v50" strokeWidth="1.5" opacity=".45" />
        <path d="M300 740V640a80 80 0 0 1 80-80h140" strokeWidth="1.5" opacity=".45" />
        <path d="M180 470V330a80 80 0 0 0-80-80H-20" strokeWidth="1.5" opacity=".45" strokeDasharray="2 9" />
      </g>
      <g fill="currentColor">
        <circle cx="60" cy="640" r="7" />
        <circle cx="180" cy="470" r="7" />
        <circle cx="300" cy="470" r="7" />
      </g>
      <circle cx="390" cy="340" r="9" fill="#ffb4a6" />
      <circle cx="480" cy="200" r="7" fill="none" stroke="currentColor" strokeWidth="3" />
    </svg>
  )
}
